# SPDX-License-Identifier: GPL-3.0-or-later
"""Log formats: names, Apache LogFormat strings and nginx log_format strings.

A format becomes anchored patterns with up to four groups (RE2 is fast up to there and slow beyond),
and, where its lines can be cut at their quotes, a layout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from loganalytics.errors import UsageError
from loganalytics.parse.directives import Token, apache_tokens, nginx_tokens
from loganalytics.parse.pasted import unwrapped
from loganalytics.parse.patterns import (
    GROUPS,
    MORE,
    Pattern,
    Tail,
    grouped,
    parts_of,
    pattern_of,
    tail_of,
)

# Fields that a hit is made of. `request` stands for method, target and protocol in one.
FIELDS = (
    "address",
    "forwarded",
    "real",  # what another header says where X-Forwarded-For names nobody
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
    "duration",
    "language",
)

COMMON = '$remote_addr $ident $remote_user [$time_local] "$request" $status $bytes_sent'
COMBINED = COMMON + ' "$http_referer" "$http_user_agent"'
NAMED = {
    "common": COMMON + " ",  # with a blank in the end WebLogic logs, which may be absent
    "combined": COMBINED,
    "vhost_common": "$vhost " + COMMON + " ",
    "vhost_combined": "$vhost " + COMBINED,
    "nginx": COMBINED,
    "nginx_main": COMBINED + ' "$http_x_forwarded_for"',
}
# What lines of a log may be in besides, in this order: its server may have been told to log more,
# or to log hosts or none, in the middle of a file. A line that was cut short is of none of these.
_OTHERS = {
    "common": ("combined", "vhost_common", "vhost_combined"),
    "combined": ("vhost_combined",),
    "nginx": ("vhost_combined",),
    "nginx_main": ("vhost_combined",),
    "vhost_common": ("vhost_combined", "combined"),
    "vhost_combined": ("combined",),
}
# Further fields may stand behind these, as the formats of many sites add some.
_EXTENSIBLE = {"combined", "vhost_combined", "nginx", "nginx_main"}
# How long a request took, the most exact first; last what another server took to answer it.
_DURATIONS = ("duration_us", "duration_ms", "duration_s", "duration_several_s")
_CLIENTS = ("forwarded", "real_ip")  # who asked a proxy: X-Forwarded-For before other headers
# How a format begins that is combined with more behind, as `_outline` writes it.
_COMBINED = re.compile(
    r'(?P<vhost><host>(?::<>)? )?<address> (?:<>|-) (?:<user>|<>|-) \[<time_clf>\] "<request>"'
    r' <status> <bytes> "<referer>" "<agent>'
)
# How a line begins that has a virtual host, where its format has none: it would be the client, and
# the client who that one says that he is. A name is a client's if a '-' stands behind it, and no
# address before it.
_SHIFTED = (
    r"^(?:(?:[\w.*-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)? (?:(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?"
    r"|\[?[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:\]:\d+|\])?) [^ ]+"
    r"|[\w.*-]*[A-Za-z*][\w.*-]*(?::\d+)? [\w-]+(?:\.[\w-]+)+ -)"
    r' [^"\[]* \['
)
# What is looked for behind the agent of such a format.
_BEHIND = ("host", "duration", "language")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line of the format falls apart at its quotes."""

    vhost: bool  # the line begins with the virtual host
    combined: bool  # referrer and agent follow, and maybe more
    forwarded: bool  # and then X-Forwarded-For
    tail: Tail | None = None  # what is behind the agent's quote; None: anything, or nothing


@dataclass(frozen=True, slots=True)
class Format:
    """A format, ready to be run."""

    name: str
    patterns: tuple[Pattern, ...]  # to be tried in this order; the last fits all lines that fit
    time: str  # clf, iso, spaced, s, ms or us
    layout: Layout | None
    duration: str = ""  # unit of how long a request took: s, ms or us; '' where it is not logged
    besides: tuple[Format, ...] = ()  # for lines that are not of this one, in this order
    # RE2 pattern of lines that are of another format, though they fit this one; '': of none.
    shifted: str = ""
    # Of a log whose lines show it: whether a host stands where who the client is would be said.
    host_unread: bool = field(default=False, compare=False)

    @property
    def hosts(self) -> str:
        """'read' where lines name virtual hosts, 'unread' where that is in vain, or ''."""
        return "read" if self.has("host") else "unread" if self.host_unread else ""

    @property
    def whole(self) -> str:
        """RE2 pattern of a whole line, anchored, without groups."""
        return self.patterns[-1].whole

    @property
    def tried(self) -> Sequence[tuple[Format, Pattern]]:
        """The patterns that a line is tried with, in this order, and the formats they are of."""
        return [(each, pattern) for each in (self, *self.besides) for pattern in each.patterns]

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
    compiled = replace(
        _compiled(name, tokens, name in _EXTENSIBLE),
        layout=layout,
        shifted="" if layout.vhost else _SHIFTED,
    )
    if not layout.forwarded:
        return compiled
    # Lines without X-Forwarded-For are none the worse.
    patterns = tuple(
        replace(
            shorter,
            grouped=(
                *shorter.grouped[:2],
                grouped(parts_of(tokens, strict), ["forwarded"], MORE),
            ),
            places=shorter.places | {"forwarded": 2 * GROUPS + 1},
        )
        for shorter, strict in zip(named("combined").patterns, (True, False), strict=True)
    )
    return replace(compiled, patterns=patterns)


def with_others(name: str, *, besides: Sequence[str] = ()) -> Format:
    """A format in `NAMED`, and those that lines of such a log may be in, which log more or hosts.

    Then those named `besides`: what lines come to depends on them, so they are part of the name.
    """
    names = dict.fromkeys((*_OTHERS[name], *besides))
    return replace(
        named(name),
        name="+".join((name, *besides)),
        besides=tuple(named(each) for each in names),
    )


def from_option(text: str) -> Format:
    """The format a user names or spells out. Raises `UsageError` for what is neither."""
    name, *besides = text.strip().lower().split("+")
    if NAMED.keys() >= {name, *besides}:
        return with_others(name, besides=besides)
    pasted = unwrapped(text)
    if pasted.text.lower() in NAMED:
        return with_others(pasted.text.lower())
    if re.search(r"\$\{?[a-z]", pasted.text):
        tokens = list(nginx_tokens(pasted.text, empty=pasted.escape != ""))
    elif "%" in pasted.text:
        tokens = list(apache_tokens(pasted.text))
    else:
        raise UsageError(
            f"--format: no format is named {pasted.text.strip()!r}; name one of "
            f"{', '.join(NAMED)}, or give an Apache LogFormat or nginx log_format string"
        )
    found = {token.field for token in tokens}
    own = [token for token in tokens if token.field == token.pattern == ""] and "$" in pasted.text
    for name, of_these, variable in (
        ("time", {"time"}, "$time_local"),
        ("request", {"request", "target"}, "$request"),
        ("status", {"status"}, "$status"),
        ("client address", {"address", "forwarded"}, "$remote_addr"),
    ):
        if not found & of_these:
            said = f"the format logs no {name}, which an ingest needs"
            if own:  # defined by a `map`, or by another module
                said += f"; if a variable of your own holds it, write {variable} in its place"
            raise UsageError(f"--format: {said}")
    tokens = _with_one("duration", _DURATIONS, _with_clients(tokens))
    plain = pasted.name
    made = _behind_combined(plain, tokens) or _compiled(plain, tokens, extensible=False)
    for each in NAMED:
        if replace(made, name=each, shifted=named(each).shifted) == named(each):
            return replace(with_others(each), name=plain)
    return made


def is_same(name: str, other: Format) -> bool:
    """Whether the format of that name, or spelled out so, cuts all lines as the other does."""
    if name == other.name:
        return True
    try:
        return replace(from_option(name), name=other.name) == other
    except UsageError:  # of another version
        return False


def _with_clients(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, of which two at most say who asked a proxy: one where the other names nobody."""
    found = [n for n, token in enumerate(tokens) if token.field == "forwarded"]
    found.sort(key=lambda n: _CLIENTS.index(tokens[n].pattern))
    fields = dict(zip(found, ("forwarded", "real"), strict=False))
    return [
        replace(token, field=fields.get(n, "")) if n in found else token
        for n, token in enumerate(tokens)
    ]


def _with_one(field: str, kinds: Sequence[str], tokens: Sequence[Token]) -> list[Token]:
    """The tokens, of which at most one kind says what a field is: the first of `kinds`."""
    found = {token.pattern for token in tokens if token.field == field}
    best = next((kind for kind in kinds if kind in found), "")
    return [
        token if token.field != field or token.pattern == best else replace(token, field="")
        for token in tokens
    ]


def _behind_combined(name: str, tokens: Sequence[Token]) -> Format | None:
    """The format of tokens that begin as combined does, whose lines can be cut at their quotes."""
    agent = next((n for n, token in enumerate(tokens) if token.field == "agent"), 0)
    begun = _COMBINED.fullmatch(_outline(tokens[: agent + 1]))
    behind = list(tokens[agent + 1 :])
    if len(behind) == 1:  # a blank in the end is more behind
        behind = [replace(behind[0], text=behind[0].text.rstrip("; \t"))]
    if begun is None or not behind or behind[0].text[:2] not in ('"', '" '):
        return None
    forwarded = [n for n, token in enumerate(behind) if token.field == "forwarded"]
    if forwarded not in ([], [1]) or (forwarded and behind[0].text != '" "'):
        return None
    vhost = begun["vhost"] is not None
    plain = list(nginx_tokens(NAMED["vhost_combined" if vhost else "combined"]))[:-1]
    whole = [*plain, *behind]
    tail = tail_of(whole, len(plain), _BEHIND)
    layout = Layout(vhost=vhost, combined=True, forwarded=bool(forwarded), tail=tail)
    return replace(_compiled(name, whole, extensible=tail is None), layout=layout)


def _outline(tokens: Sequence[Token]) -> str:
    """The tokens in short: fields by their names."""
    return "".join(
        token.text
        if token.field == "literal"
        else f"<{token.pattern if token.field in ('', 'time') else token.field}>"
        for token in tokens
    )


def _compiled(name: str, tokens: Sequence[Token], extensible: bool) -> Format:
    patterns = [pattern_of(parts_of(tokens, strict), extensible) for strict in (True, False)]
    if patterns[0] == patterns[1]:
        del patterns[0]
    time = next(token.pattern for token in tokens if token.field == "time")
    durations = [token.pattern for token in tokens if token.field == "duration"]
    unit = durations[0].rpartition("_")[2] if durations else ""
    return Format(name, tuple(patterns), time.removeprefix("time_"), None, unit)
