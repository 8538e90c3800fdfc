# SPDX-License-Identifier: GPL-3.0-or-later
"""IP literals in texts and bytes, in whatever spelling.

An address is known by its bytes, 4 or 16; IPv4 written as IPv6 (`::ffff:192.0.2.1`) is its 4.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

SHORTEST = 7  # characters, as in 1.2.3.4; what is shorter (::1) must stand alone

_V4 = re.compile(r"(?<![fF]{4}:)(?<![0-9])(?<![0-9]\.)\d{1,3}(?:\.\d{1,3}){3}(?![0-9])(?!\.[0-9])")
_V6 = re.compile(
    r"(?<![0-9A-Za-z:])[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{0,40}(?![0-9A-Za-z:])"
)
_V4_RUN = re.compile(rb"\d[0-9.]{5,}\d")
_V4_AT = re.compile(rb"\d{1,3}\.\d{1,3}\.\d{1,3}\.")
_V6_RUN = re.compile(rb"[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{0,200}")
_MAPPED = bytes(10) + b"\xff\xff"
_LONGEST = 45


def packed(text: str) -> bytes | None:
    """The bytes of an IP literal; None for what is none."""
    try:
        if ":" not in text:
            return socket.inet_pton(socket.AF_INET, text)
        found = socket.inet_pton(socket.AF_INET6, text)
    except (OSError, ValueError):
        return None
    return found[12:] if found.startswith(_MAPPED) else found


def spelt(address: bytes) -> str:
    """The usual spelling of an address."""
    return str(IPv4Address(address) if len(address) == 4 else IPv6Address(address))


def in_line(text: str) -> Iterator[tuple[str, bytes]]:
    """(literal, address) of every IP literal that stands alone in a text of the log."""
    if "." in text:
        for match in _V4.finditer(text):
            if (found := packed(match[0])) is not None:
                yield match[0], found
    if ":" in text:
        for match in _V6.finditer(text):
            literal = match[0].rstrip(".:") if not match[0].endswith("::") else match[0]
            # 'Add::Face' is the name of a program far more often than an address.
            if any(c.isdigit() for c in literal) and (found := packed(literal)) is not None:
                yield literal, found


def in_bytes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(address, what it stands in) of every IP literal that can be read anywhere in bytes.

    A stored text may be followed by another one without a gap, so every beginning and every end
    is tried; `what it stands in` is the run of digits, or hex digits, dots and colons around it.
    """
    for match in _V4_RUN.finditer(data):
        run = match[0]
        if run.count(b".") >= 3:
            for found in _v4_in(run):
                yield found, run
    for match in _V6_RUN.finditer(data):
        run = match[0]
        for found in _v6_in(run):
            yield found, run


def _v4_in(run: bytes) -> Iterator[bytes]:
    for start in range(len(run)):
        if (head := _V4_AT.match(run, start)) is None:
            continue
        for end in range(head.end() + 1, min(head.end() + 3, len(run)) + 1):
            if (found := packed(run[start:end].decode("ascii"))) is not None:
                yield found


def _v6_in(run: bytes) -> Iterator[bytes]:
    text = run.decode("ascii")
    colons = [place for place, c in enumerate(text) if c == ":"]
    if len(colons) < 2:
        return
    for start in range(colons[-2] + 1):
        for end in range(max(start + SHORTEST, 0), min(start + _LONGEST, len(text)) + 1):
            if text.count(":", start, end) >= 2 and (found := packed(text[start:end])) is not None:
                yield found
