# SPDX-License-Identifier: GPL-3.0-or-later
"""Values that may point at a person get placeholders; what a server escaped is undone.

No text returned from here holds a control character: they become U+FFFD, as bytes do that are
no UTF-8.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from urllib.parse import unquote

from loganalytics.model import Cleaned

Clean = Callable[[str], Cleaned]

# C0, DEL, C1, line separators, marks that turn the reading direction, lone surrogates: all that
# can steer a terminal or hide a part of a text.
_CONTROL_CLASS = "\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
_CONTROLS = re.compile(f"[{_CONTROL_CLASS}]")

_REDACTED = "(redacted)"
_ESCAPE = re.compile(r"((?:\\x[0-9A-Fa-f]{2})+)|\\([\"\\nrtbvf])")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "v": "\v", "f": "\f"}

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])"
_V4 = rf"(?:{_OCTET}\.){{3}}{_OCTET}"
# Whatever `clean` replaces in visible ASCII needs at least one of these; most values hold none.
# DuckDB reads this pattern, too.
SUSPECT = r"@|%(?:25)*(?:40|3[Aa])|\d{9}|[0-9A-Za-z_+-]{24}|\d\.\d{1,3}\.\d|:[0-9A-Fa-f]*:"
_SUSPECT = re.compile(f"{SUSPECT}|[{_CONTROL_CLASS}]")
# Begins where a run of its characters begins, so that long texts take linear time.
# 'logo@2x.png' and 'vue@3.4.5/x.js' are no e-mail addresses.
_LOCAL = r"[\w.!#$%&'*+=?^`{|}~-]"
_EMAIL = re.compile(
    rf"(?<!{_LOCAL}){_LOCAL}+(?:@|%(?:25)*40)(?!\d(?:\.\d)?x\.)(?!v?\d+\.\d+\.\d)"
    r"(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}"
)
_UUID = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_IPV6 = re.compile(
    r"\[[0-9A-Fa-f:.]{2,45}\]"
    rf"|(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{{0,4}}:){{2,7}}(?:{_V4}|[0-9A-Fa-f]{{0,4}})(?![0-9A-Za-z:])"
)
# The same with colons that are escaped, once or more.
_ESCAPED_IPV6 = re.compile(
    r"(?<![0-9A-Za-z%])(?:[0-9A-Fa-f]{0,4}%(?:25){0,8}3[Aa]){2,7}[0-9A-Fa-f.]{0,15}(?![0-9A-Za-z:])"
)
_ESCAPED_COLON = re.compile(r"%(?:25)*3[Aa]")
_IPV4 = re.compile(rf"(?<![0-9])(?:{_OCTET}\.){{3,}}{_OCTET}(?![0-9])")
_HEX = re.compile(r"[0-9A-Fa-f]{32,}")
_ALNUM = re.compile(r"[A-Za-z0-9]{24,}")
_RUN = re.compile(r"[A-Za-z0-9_+-]{24,}")
# Changes of kind inside a piece that words seldom have ('Install' has none, 'aZ3k' has three).
_CHANGES = re.compile(r"(?<=[a-z])[A-Z0-9]|(?<=[0-9])[A-Za-z]|(?<=[A-Z])[0-9]")
_DIGITS = re.compile(r"\d{9,}")

_DASHED_V4 = re.compile(rf"(?<![0-9]){_OCTET}(?:[-_]{_OCTET}){{3,}}(?![0-9])")
_DASHED_V6 = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{1,4}-){7}[0-9a-f]{1,4}(?![0-9a-z])")
_SHORT_V6 = re.compile(r"(?<![0-9a-z-])[0-9a-f]{1,4}(?:-{1,2}[0-9a-f]{1,4})+(?![0-9a-z-])")
_PORT = re.compile(r":[0-9]{0,5}$")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")


def unescape(text: str) -> str:
    r"""`text` without the escapes of nginx and Apache: `\xHH`, `\"`, `\\`, `\n` and kin.

    Escaped bytes are read as UTF-8; what is no UTF-8, and every control character, is U+FFFD.
    """
    if "\\" in text:
        text = _ESCAPE.sub(_undone, text)
    return _CONTROLS.sub("\ufffd", text)


def _undone(match: re.Match[str]) -> str:
    if match[1]:
        return bytes.fromhex(match[1].replace("\\x", "")).decode("utf-8", "replace")
    return _ESCAPED.get(match[2], match[2])


def clean(text: str) -> Cleaned:
    """`text` with (ip), (email), (uuid), (hex), (token) and (number) for what may be a person."""
    if not _SUSPECT.search(text):
        return Cleaned(text, 0)
    text = _CONTROLS.sub("\ufffd", text)
    count = 0
    if "@" in text or "40" in text:
        text, n = _EMAIL.subn("(email)", text)
        count += n
    text, n = _UUID.subn("(uuid)", text)
    count += n
    if ":" in text or "%" in text:
        before = text.count("(ip)")
        text = _IPV6.sub(_ipv6_placeholder, text)
        text = _ESCAPED_IPV6.sub(_escaped_ipv6_placeholder, text)
        count += text.count("(ip)") - before
    text, n = _IPV4.subn("(ip)", text)
    count += n
    text, n = _HEX.subn("(hex)", text)
    count += n
    before = text.count("(token)")
    text = _ALNUM.sub(_mixed_placeholder, _RUN.sub(_token_placeholder, text))
    count += text.count("(token)") - before
    text, n = _DIGITS.subn("(number)", text)
    return Cleaned(text, count + n)


def redacting(patterns: Sequence[str]) -> Clean:
    """`clean`, before which what matches one of the regular expressions becomes (redacted).

    In letters of any case; also what a path writes with percent escapes, of which then all between
    two slashes is replaced.
    """
    if not patterns:
        return clean
    # What is redacted already stays, whatever an expression makes of the word.
    found = [re.compile(rf"\(redacted\)|(?:{pattern})", re.IGNORECASE) for pattern in patterns]

    def redacted(text: str) -> Cleaned:
        before = text.count(_REDACTED)
        for each in found:
            text = each.sub(lambda match: _REDACTED if match[0] else "", text)
            if "%" in text:
                text = "/".join(_decoded(part, each) for part in text.split("/"))
        cleaned = clean(text)
        return Cleaned(cleaned.text, cleaned.placeholders + text.count(_REDACTED) - before)

    return redacted


def _decoded(part: str, found: re.Pattern[str]) -> str:
    """A part of a path, or what stands for it where its escapes hide what is looked for."""
    if "%" not in part:
        return part
    texts = (unquote(part), unquote(part, "latin-1"))
    hidden = any(match[0] not in ("", _REDACTED) for t in texts for match in found.finditer(t))
    return _REDACTED if hidden else part


def _ipv6_placeholder(match: re.Match[str]) -> str:
    literal = match[0].strip("[]")
    # 'a::b' is a name of a program far more often than an address.
    if not any(c.isdigit() for c in literal):
        return match[0]
    return "(ip)" if _is_ipv6(literal) or _IPV4.fullmatch(literal) else match[0]


def _escaped_ipv6_placeholder(match: re.Match[str]) -> str:
    literal = _ESCAPED_COLON.sub(":", match[0])
    return "(ip)" if any(c.isdigit() for c in literal) and _is_ipv6(literal) else match[0]


def _is_ipv6(text: str) -> bool:
    try:
        socket.inet_pton(socket.AF_INET6, text)
    except (OSError, UnicodeError, ValueError):
        return False
    return True


def _mixed_placeholder(match: re.Match[str]) -> str:
    run = match[0]
    return run if run.isalpha() or run.isdigit() else "(token)"


def _token_placeholder(match: re.Match[str]) -> str:
    run = match[0]
    # A random base64url text changes its kind at 0.45 of its characters, a slug at 0.05.
    if any(c.isdigit() for c in run) and len(_CHANGES.findall(run)) * 4 >= len(run):
        return "(token)"
    return run


def clean_host(host: str, clean: Clean = clean) -> Cleaned:
    """A host in lower case, without port and final dot; '' for what is no host name.

    An IP literal is `(ip)`, and so is an address written into a name (`ec2-203-0-113-9.x`).
    """
    text = host.strip().lower()
    if len(text) > 300:
        return Cleaned("", 0)
    if text.startswith("["):
        literal = text[1:].partition("]")[0]
        return Cleaned("(ip)", 1) if _is_ipv6(literal.partition("%")[0]) else Cleaned("", 0)
    if _is_ipv6(text):
        return Cleaned("(ip)", 1)
    text = _PORT.sub("", text).removesuffix(".")
    if _IPV4.fullmatch(text):
        return Cleaned("(ip)", 1)
    if not text.isascii():
        try:
            text = text.encode("idna").decode("ascii")
        except UnicodeError:
            return Cleaned("", 0)
    # A last label of digits is an address in some short form, never a top level domain.
    if len(text) > 253 or not _HOST.fullmatch(text) or text.rpartition(".")[2].isdigit():
        return Cleaned("", 0)
    count = 0
    if "-" in text or "_" in text:
        text, m = _DASHED_V6.subn("(ip)", text)
        text, n = _DASHED_V4.subn(_dashed_placeholder, text)
        count = n + m
        if "--" in text:
            before = text.count("(ip)")
            text = _SHORT_V6.sub(_dashed_ipv6_placeholder, text)
            count += text.count("(ip)") - before
    cleaned = clean(text)
    return Cleaned(cleaned.text, cleaned.placeholders + count)


def _dashed_placeholder(match: re.Match[str]) -> str:
    first, separator, rest = re.split("([-_])", match[0], maxsplit=1)
    # The 2 of 'ec2-203-0-113-9' belongs to the word before it.
    named = match.start() > 0 and match.string[match.start() - 1].isalpha()
    return f"{first}{separator}(ip)" if named and len(re.findall("[-_]", rest)) == 3 else "(ip)"


def _dashed_ipv6_placeholder(match: re.Match[str]) -> str:
    literal = match[0].replace("-", ":")
    wide = literal.count(":") >= 3 and any(c.isdigit() for c in literal)
    return "(ip)" if wide and _is_ipv6(literal) else match[0]
