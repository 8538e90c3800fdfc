# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for people in what a run left behind: in clear, or as a hash that a guess could confirm."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb

from tests.privacy.people import FORWARDED, PEOPLE, SECRETS

_SITES = ("", "www.site.example")


def fnv1a(data: bytes, bits: int) -> int:
    """The FNV-1a hash of 32 or 64 bits."""
    prime, value = {32: (0x01000193, 0x811C9DC5), 64: (0x100000001B3, 0xCBF29CE484222325)}[bits]
    for byte in data:
        value = ((value ^ byte) * prime) % (1 << bits)
    return value


def duckdb_hashes(address: str, agent: str) -> list[int]:
    """What DuckDB's hash() makes of an address, with agent and site or without them."""
    with duckdb.connect() as connection:
        found = connection.execute(
            "select hash($a), hash($a, $u), hash($a || $u), hash($a, $u, s), hash($a || $u || s), "
            "hash(hash($a), hash($u)), hash($a, hash($u), hash(s)), "
            "hash('', 0::integer, $a, hash($u), hash(s)), hash('', $a, hash($u), hash(s)) "
            "from unnest($s) t(s)",
            {"a": address, "u": agent, "s": list(_SITES)},
        ).fetchall()
    return sorted({value for row in found for value in row})


@cache
def clear() -> tuple[str, ...]:
    """The personal values themselves, in lower case: to be found in any case."""
    return tuple(sorted({secret.lower() for secret in SECRETS}))


@cache
def hashed() -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """(texts, bytes) by which a guessed address could be confirmed."""
    texts: set[str] = set()
    raw: set[bytes] = set()

    def number(value: int, size: int) -> None:
        texts.update((str(value), f"{value:0{2 * size}x}"))
        raw.update((value.to_bytes(size, "big"), value.to_bytes(size, "little")))
        if value >= 1 << (8 * size - 1):  # as a signed one
            texts.add(str(value - (1 << 8 * size)))

    for person in (*PEOPLE, *FORWARDED):
        parsed = ipaddress.ip_address(person.address)
        mapped = getattr(parsed, "ipv4_mapped", None)
        for address in {person.address, str(parsed), *((str(mapped),) if mapped else ())}:
            packed = ipaddress.ip_address(address).packed
            number(int.from_bytes(packed, "big"), len(packed))
            agent = person.agent
            for text in (address, address + agent, f"{address} {agent}", f"{address}|{agent}"):
                data = text.encode()
                for kind in ("md5", "sha1", "sha256"):
                    digest = hashlib.new(kind, data).digest()
                    raw.update((digest, digest[::-1]))
                    texts.update((digest.hex(), base64.b64encode(digest).decode().rstrip("=")))
                    texts.add(base64.urlsafe_b64encode(digest).decode().rstrip("="))
                number(fnv1a(data, 32), 4)
                number(fnv1a(data, 64), 8)
            for value in duckdb_hashes(address, agent):
                number(value, 8)
    # A short decimal could be any count; 2 x 32 bits in hexadecimal or more are none by chance.
    return tuple(sorted(text for text in texts if len(text) >= 8)), tuple(sorted(raw))


def in_text(text: str) -> list[str]:
    """What of anybody stands in a text."""
    text, lower = str(text), text.lower()
    found = [secret for secret in clear() if secret in lower]
    return found + [value for value in hashed()[0] if value in text or value in lower]


def in_bytes(data: bytes) -> list[str]:
    """What of anybody stands in bytes, as text or raw."""
    data = re.sub(rb"\0{64,}", bytes(64), data)
    lower = data.lower()
    found = [secret for secret in clear() if secret.encode() in lower]
    found += [value for value in hashed()[0] if value.encode() in lower]
    return found + [value.hex() for value in hashed()[1] if value in data]


def in_folders(*folders: Path) -> list[str]:
    """What of anybody stands in the files below these folders, or in their names."""
    return [
        f"{path.name}: {found}"
        for folder in folders
        for path in sorted(folder.rglob("*"))
        for found in in_text(path.name) + (in_bytes(path.read_bytes()) if path.is_file() else [])
    ]


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table, in the order of their values."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        return {
            name: connection.execute(f'select * from "{name}" order by all').fetchall()
            for (name,) in tables
        }


def cells(database: Path) -> Iterator[tuple[str, str]]:
    """(table, text) of every cell of every table."""
    for table, found in rows(database).items():
        yield from ((table, str(cell)) for row in found for cell in row)


def in_cells(database: Path) -> list[str]:
    """What of anybody stands in the cells of a database.

    Needed beside the bytes: DuckDB compresses texts (dictionary, FSST), so that what is stored need
    not be found among the bytes; while what was dropped is in the bytes and in no cell.
    """
    return sorted(
        {f"{table}: {found}" for table, text in cells(database) for found in in_text(text)}
    )
