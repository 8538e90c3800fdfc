# SPDX-License-Identifier: GPL-3.0-or-later
"""Log formats: names, Apache LogFormat strings and nginx log_format strings.

A format becomes anchored patterns with up to four groups (RE2 is fast up to there and slow beyond),
and, where its lines can be cut at their quotes, a layout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from loganalytics.errors import UsageError
from loganalytics.parse.directives import Token, apache_tokens, nginx_tokens, without_directive

# Fields that a hit is made of. `request` stands for method, target and protocol in one.
FIELDS = (
    "address",
    "forwarded",
    "host",
    "time",
    "request",
    "method",
    "target",
    "query",
    "status",
    "bytes",
    "referer",
    "agent",
)

COMMON = '$remote_addr $ident $remote_user [$time_local] "$request" $status $bytes_sent'
COMBINED = COMMON + ' "$http_referer" "$http_user_agent"'
NAMED = {
    "common": COMMON,
    "combined": COMBINED,
    "vhost_common": "$vhost " + COMMON,
    "vhost_combined": "$vhost " + COMBINED,
    "nginx": COMBINED,
    "nginx_main": COMBINED + ' "$http_x_forwarded_for"',
}
# Further fields may stand behind these, as the formats of many sites add some.
_EXTENSIBLE = {"combined", "vhost_combined", "nginx", "nginx_main"}

_QUOTED = r'(?:[^"\\]|\\.)*'
_PATTERNS = {
    "time_clf": r"[^\]]*",
    "time_iso": r"[0-9T:.+Z-]+",
    "time_s": r"\d+(?:\.\d+)?",
    "time_ms": r"\d+",
    "time_us": r"\d+",
    "status": r"\d{3}",
    "bytes": r"(?:\d{1,12}|-)",
    "user": r".+",
}
# RE2 is ten times as fast where each character says how to go on, as it does while the name of a
# user has no space. So lines are tried with such names first.
_STRICT = {"user": "[^ ]+"}
GROUPS = 4  # in one pattern
_MORE = "(?: .*)?"  # fields that may stand behind


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line of the format falls apart at its quotes."""

    vhost: bool  # the line begins with the virtual host
    combined: bool  # referrer and agent follow, and maybe more
    forwarded: bool  # and then X-Forwarded-For


@dataclass(frozen=True, slots=True)
class Pattern:
    """RE2 patterns of a whole line, anchored."""

    whole: str  # without groups
    grouped: tuple[str, str, str]  # the same or a longer one, with four groups each
    places: dict[str, int]  # of fields, in these twelve groups; from 1


@dataclass(frozen=True, slots=True)
class Format:
    """A format, ready to be run."""

    name: str
    patterns: tuple[Pattern, ...]  # to be tried in this order; the last fits all lines that fit
    time: str  # clf, iso, s, ms or us
    layout: Layout | None

    @property
    def whole(self) -> str:
        """RE2 pattern of a whole line, anchored, without groups."""
        return self.patterns[-1].whole

    def has(self, field: str) -> bool:
        """Whether the format logs this field."""
        return field in self.patterns[-1].places


@cache
def named(name: str) -> Format:
    """One of the formats in `NAMED`."""
    tokens = list(nginx_tokens(NAMED[name]))
    layout = Layout(
        vhost=name.startswith("vhost"),
        combined="common" not in name,
        forwarded=name == "nginx_main",
    )
    compiled = replace(_compiled(name, tokens, name in _EXTENSIBLE), layout=layout)
    if not layout.forwarded:
        return compiled
    # Lines without X-Forwarded-For are none the worse.
    patterns = tuple(
        replace(
            shorter,
            grouped=(
                *shorter.grouped[:2],
                _grouped(_parts(tokens, strict), ["forwarded"], _MORE),
            ),
            places=shorter.places | {"forwarded": 2 * GROUPS + 1},
        )
        for shorter, strict in zip(named("combined").patterns, (True, False), strict=True)
    )
    return replace(compiled, patterns=patterns)


def from_option(text: str) -> Format:
    """The format a user names or spells out. Raises `UsageError` for what is neither."""
    if text in NAMED:
        return named(text)
    plain = without_directive(text)
    if re.search(r"\$\{?[a-z]", plain):
        tokens = list(nginx_tokens(plain))
    elif "%" in plain:
        tokens = list(apache_tokens(plain))
    else:
        raise UsageError(
            f"--format: no format is named {text!r}; name one of {', '.join(NAMED)}, "
            "or give an Apache LogFormat or nginx log_format string"
        )
    found = {token.field for token in tokens}
    for name, of_these in (
        ("time", {"time"}),
        ("request", {"request", "target"}),
        ("status", {"status"}),
        ("client address", {"address"}),
    ):
        if not found & of_these:
            raise UsageError(f"--format: the format logs no {name}, which an ingest needs")
    return _compiled(plain, tokens, extensible=False)


def _compiled(name: str, tokens: Sequence[Token], extensible: bool) -> Format:
    patterns = [_pattern(_parts(tokens, strict), extensible) for strict in (True, False)]
    if patterns[0] == patterns[1]:
        del patterns[0]
    time = next(token.pattern for token in tokens if token.field == "time")
    return Format(name, tuple(patterns), time.removeprefix("time_"), None)


def _parts(tokens: Sequence[Token], strict: bool) -> list[tuple[str, str]]:
    """Fields and their patterns, in the order of the format; '' for what is not needed."""
    parts: list[tuple[str, str]] = []
    seen: set[str] = set()
    for index, token in enumerate(tokens):
        if token.field == "literal":
            parts.append(("", re.escape(token.text)))
            continue
        before = tokens[index - 1].text[-1:] if index else ""
        after = tokens[index + 1].text[:1] if index + 1 < len(tokens) else "end"
        pattern = _PATTERNS.get(token.pattern, "") or _value(token.field, before, after)
        if strict and after == " ":
            pattern = _STRICT.get(token.pattern, pattern)
        if token.pattern == "time_clf" and before != "[":
            parts.append(("", r"\["))  # Apache's %t brings its brackets along
        field = token.field if token.field not in seen else ""
        seen.add(field)
        parts.append((field, pattern))
        if token.pattern == "time_clf" and before != "[":
            parts.append(("", r"\]"))
    return parts


def _pattern(parts: Sequence[tuple[str, str]], extensible: bool) -> Pattern:
    end = _MORE if extensible else ""
    fields = [field for field, _ in parts if field]
    one, two, three = (
        _grouped(parts, fields[start : start + GROUPS], end) for start in (0, GROUPS, 2 * GROUPS)
    )
    places = {field: place for place, field in enumerate(fields, 1)}
    return Pattern(_joined(parts, (), end), (one, two, three), places)


def _grouped(parts: Sequence[tuple[str, str]], fields: Sequence[str], end: str) -> str:
    """A pattern with groups around these fields, and empty groups for those it lacks to four."""
    pattern = _joined(parts, fields, end) if fields else ""  # without fields: nothing to look for
    return pattern + "()" * (GROUPS - len(fields))


def _joined(parts: Sequence[tuple[str, str]], fields: Sequence[str], end: str) -> str:
    body = "".join(
        f"({pattern})" if field in fields else f"(?:{pattern})" for field, pattern in parts
    )
    return f"^{body}{end}$"


def _value(field: str, before: str, after: str) -> str:
    if before == after == '"':
        return _QUOTED
    if field == "target" and after == "":
        return r"[^?\s\"]*"
    if field == "query" and before == "":
        return r"(?:\?[^\s\"]*)?"
    if after == "end":
        return r".*"
    if after == "":
        return r"\S+"
    if after == " ":
        return "[^ ]+"
    return f"[^{re.escape(after)}]*"
