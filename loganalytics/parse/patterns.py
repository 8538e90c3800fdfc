# SPDX-License-Identifier: GPL-3.0-or-later
"""The pieces of a format made into RE2 patterns of a whole line, and of what ends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loganalytics.parse.directives import Token

_QUOTED = r'(?:[^"\\]|\\.)*'
_QUOTED_IN_PYTHON = r'(?:[^"\\]++|\\.)*+'  # four times as fast there, and unknown to RE2
_PATTERNS = {
    "time_clf": r"\d{1,2}/[A-Za-z]{3}/\d{4}(?::\d\d){3} [+-]\d{4}",
    "time_clf_fraction": r"\d{1,2}/[A-Za-z]{3}/\d{4}(?::\d\d){3}\.\d+ [+-]\d{4}",
    "time_iso": r"[0-9T:.+Z-]+",
    "time_spaced": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? ?[+-]\d\d:?\d\d",
    "time_s": r"\d+(?:\.\d+)?",
    "time_ms": r"\d+",
    "time_us": r"\d+",
    "status": r"\d{3}",
    "bytes": r"(?:\d{1,12}|-)",
    "user": r".*",  # some servers log nothing where there is none
    "is_args": r"\??",
    "port": r"\d*",
}
# RE2 is ten times as fast where each character says how to go on, as it does while the name of a
# user has no space. So lines are tried with such names first.
_STRICT = {"user": "[^ ]+"}
# What nginx logs of several servers that it asked, before a space.
_SEVERAL = r"[^ ,]+(?:(?:, | : )[^ ,]+)*"
_ADDRESSES = r"[^ ,]+(?:, ?[^ ,]+)*"  # of a client and the proxies that it came through
_ANYTHING = r"\S*?"
_REQUEST = r"(?:[A-Z]+ .+? HTTP/\d(?:\.\d)?|.+)"  # without quotes, which something may follow
GROUPS = 4  # in one pattern
_SPARE = ("language", "real", "duration")  # not read where a format has more fields than groups
MORE = "(?: .*)?"  # fields that may stand behind


@dataclass(frozen=True, slots=True)
class Pattern:
    """RE2 patterns of a whole line, anchored."""

    whole: str  # without groups
    grouped: tuple[str, str, str]  # the same or a longer one, with four groups each
    places: dict[str, int]  # of fields, in these twelve groups; from 1


@dataclass(frozen=True, slots=True)
class Tail:
    """RE2 pattern of what ends a line, anchored; its first group is the whole of it."""

    pattern: str  # with four groups
    places: dict[str, int]  # of fields, in the other three; from 1


def parts_of(tokens: Sequence[Token], strict: bool) -> list[tuple[str, str]]:
    """Fields and their patterns, in the order of the format; '' for what is not needed."""
    parts: list[tuple[str, str]] = []
    whole = any(token.field == "request" for token in tokens)
    seen: set[str] = {"method", "target", "query"} if whole else set()
    for index, token in enumerate(tokens):
        if token.field == "literal":
            parts.append(("", _literal(token.text, index == 0, index + 1 == len(tokens))))
            continue
        before = tokens[index - 1].text[-1:] if index else ""
        after = tokens[index + 1].text[:1] if index + 1 < len(tokens) else "end"
        pattern = _PATTERNS.get(token.pattern, "") or _value(token, before, after)
        if token.pattern == "time_clf" and (before, after) == ("[", "]"):
            pattern = r"[^\]]*"
        # Two ways to divide a text between fields that touch would take a pattern long to deny.
        if token.pattern == "is_args" and after == "" and tokens[index + 1].field == "query":
            pattern = ""  # the query has the mark
        if pattern == _ANYTHING and parts and parts[-1] == ("", _ANYTHING):
            pattern = ""
        if strict and after == " ":
            pattern = _STRICT.get(token.pattern, pattern)
        if "several" in token.pattern and after == " ":
            pattern = f"(?:{_SEVERAL})?" if token.empty else _SEVERAL
        field = token.field if token.field not in seen else ""
        seen.add(field)
        parts.append((field, pattern))
    return parts


def pattern_of(parts: Sequence[tuple[str, str]], extensible: bool) -> Pattern:
    """The patterns of a whole line; `extensible`: more may stand behind."""
    end = MORE if extensible else ""
    fields = [field for field, _ in parts if field]
    for spare in _SPARE:
        if len(fields) > 3 * GROUPS:
            fields = [field for field in fields if field != spare]
    one, two, three = (
        grouped(parts, fields[start : start + GROUPS], end) for start in (0, GROUPS, 2 * GROUPS)
    )
    places = {field: place for place, field in enumerate(fields, 1)}
    return Pattern(_joined(parts, (), end), (one, two, three), places)


def tail_of(tokens: Sequence[Token], start: int, fields: Sequence[str]) -> Tail | None:
    """What follows the quote with which the tokens from `start` on begin; None if that is nothing.

    Of `fields` only those that no token before has.
    """
    first, *rest = parts_of(tokens, False)[start:]
    parts = [("", first[1].removeprefix('"')), *rest]
    if not any(pattern for _, pattern in parts):
        return None
    found = [field for field, _ in parts if field in fields]
    body = _body(parts, found)
    pattern = f"^({body})$" + "()" * (GROUPS - 1 - len(found))
    return Tail(pattern, {field: place for place, field in enumerate(found, 1)})


def grouped(parts: Sequence[tuple[str, str]], fields: Sequence[str], end: str) -> str:
    """A pattern with groups around these fields, and empty groups for those it lacks to four."""
    pattern = _joined(parts, fields, end) if fields else ""  # without fields: nothing to look for
    return pattern + "()" * (GROUPS - len(fields))


def for_python(pattern: str) -> str:
    """The same pattern for Python's `re`."""
    return pattern.replace(_QUOTED, _QUOTED_IN_PYTHON)


def _joined(parts: Sequence[tuple[str, str]], fields: Sequence[str], end: str) -> str:
    return f"^{_body(parts, fields)}{end}$"


def _body(parts: Sequence[tuple[str, str]], fields: Sequence[str]) -> str:
    return "".join(
        f"({pattern})" if field in fields else f"(?:{pattern})" for field, pattern in parts
    )


def _literal(text: str, first: bool, last: bool) -> str:
    """What stands between fields; blanks around a line, and what ends a directive, may lack."""
    begin, end = "", ""
    if first and text[:1].isspace():
        begin, text = r"\s*", text.lstrip()
    if last and (rest := text.rstrip("; \t")) != text:
        text, end = rest, r"[;\s]*" if ";" in text[len(rest) :] else r"\s*"
    return f"{begin}{re.escape(text)}{end}"


def _value(token: Token, before: str, after: str) -> str:
    field = token.field
    if before == after == '"':
        return _QUOTED
    if field == "target" and after == "":
        return r"[^?\s\"]*"
    if field == "host" and after == "":
        return r"[^/?\s\"]*"
    if field in ("forwarded", "real") and after == " ":
        return f"(?:{_ADDRESSES})?" if token.empty else _ADDRESSES
    if field == "request" and after == " ":
        return f"(?:{_REQUEST})?" if token.empty else _REQUEST
    if field == "agent" and after == " ":  # which holds spaces itself
        return ".*" if token.empty else ".+"
    if field == "query" and before == "":
        return r"(?:\?[^\s\"]*)?"
    if after == "end":
        return r".*"
    if after == "":  # what touches a field that nothing is known of is the field's
        return _ANYTHING
    if after == " ":
        return "[^ ]*" if token.empty else "[^ ]+"
    return f"[^{re.escape(after)}]*"
