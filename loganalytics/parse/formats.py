# SPDX-License-Identifier: GPL-3.0-or-later
"""Log formats: names, Apache LogFormat strings and nginx log_format strings.

A format becomes one anchored pattern with a group for a single field at a time (RE2 is fast up to
a few groups and slow beyond), and, where its lines can be cut at their quotes, a layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loganalytics.errors import UsageError

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

_DIRECTIVE = r"%(?:%|[<>!,\d]*(?:\{[^}]*\})?(?:\^[A-Za-z]{2}|[A-Za-z]))"
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


@dataclass(frozen=True, slots=True)
class Layout:
    """How a line of the format falls apart at its quotes."""

    vhost: bool  # the line begins with the virtual host
    combined: bool  # referrer and agent follow, and maybe more
    forwarded: bool  # and then X-Forwarded-For


@dataclass(frozen=True, slots=True)
class Format:
    """A format, ready to be run."""

    name: str
    whole: str  # RE2 pattern of a whole line, anchored, without groups
    patterns: dict[str, str]  # per field: the same pattern with a group around that field
    time: str  # clf, iso, s, ms or us
    layout: Layout | None

    def has(self, field: str) -> bool:
        """Whether the format logs this field."""
        return field in self.patterns


def named(name: str) -> Format:
    """One of the formats in `NAMED`."""
    tokens = list(_nginx_tokens(NAMED[name]))
    layout = Layout(
        vhost=name.startswith("vhost"),
        combined="common" not in name,
        forwarded=name == "nginx_main",
    )
    compiled = replace(_compiled(name, tokens, name in _EXTENSIBLE), layout=layout)
    if not layout.forwarded:
        return compiled
    # Lines without X-Forwarded-For are none the worse.
    shorter = named("combined")
    patterns = shorter.patterns | {"forwarded": compiled.patterns["forwarded"]}
    return replace(compiled, whole=shorter.whole, patterns=patterns)


def from_option(text: str) -> Format:
    """The format a user names or spells out. Raises `UsageError` for what is neither."""
    if text in NAMED:
        return named(text)
    plain = _without_directive(text)
    if re.search(r"\$\{?[a-z]", plain):
        tokens = list(_nginx_tokens(plain))
    elif "%" in plain:
        tokens = list(_apache_tokens(plain))
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


@dataclass(frozen=True, slots=True)
class _Token:
    field: str  # one of FIELDS, 'literal', or '' for what is not needed
    pattern: str  # key of _PATTERNS, or ''
    text: str = ""  # of a literal


_NGINX = {
    "remote_addr": "address",
    "http_x_forwarded_for": "forwarded",
    "proxy_add_x_forwarded_for": "forwarded",
    "vhost": "host",
    "host": "host",
    "http_host": "host",
    "server_name": "host",
    "request": "request",
    "request_method": "method",
    "request_uri": "target",
    "uri": "target",
    "document_uri": "target",
    "args": "query",
    "query_string": "query",
    "status": "status",
    "body_bytes_sent": "bytes",
    "bytes_sent": "bytes",
    "http_referer": "referer",
    "http_user_agent": "agent",
    "time_local": "time_clf",
    "time_iso8601": "time_iso",
    "msec": "time_s",
    "remote_user": "user",
}

# apache-log-parser's names of directives -> fields
_APACHE = {
    "remote_host": "address",
    "remote_ip": "address",
    "request_header_x_forwarded_for": "forwarded",
    "server_name": "host",
    "server_name2": "host",
    "request_header_host": "host",
    "request_first_line": "request",
    "method": "method",
    "url_path": "target",
    "query_string": "query",
    "status": "status",
    "response_bytes": "bytes",
    "response_bytes_clf": "bytes",
    "bytes_tx": "bytes",
    "request_header_referer": "referer",
    "request_header_user_agent": "agent",
    "time_received": "time_clf",
    "remote_user": "user",
}
_APACHE_TIMES = {"sec": "time_s", "msec": "time_ms", "usec": "time_us"}


def _token(kind: str) -> _Token:
    if kind.startswith("time_"):
        return _Token("time", kind)
    if kind == "user":
        return _Token("", "user")
    return _Token(kind, kind if kind in _PATTERNS else "")


def _nginx_tokens(text: str) -> Iterator[_Token]:
    for literal, braced, bare in re.findall(r"([^$]+)|\$\{(\w+)\}|\$(\w+)", text):
        if literal:
            yield _Token("literal", "", literal)
        else:
            yield _token(_NGINX.get(braced or bare, ""))


def _apache_tokens(text: str) -> Iterator[_Token]:
    # The library knows the directives; handed a whole format it trips over %%, over a repeated
    # directive and over %{format}t, so it is asked one directive at a time.
    import apache_log_parser  # type: ignore[import-untyped]

    position = 0
    for found in re.finditer(_DIRECTIVE, text):
        if found.start() > position:
            yield _Token("literal", "", text[position : found.start()])
        position = found.end()
        directive = found.group()
        if directive == "%%":
            yield _Token("literal", "", "%")
            continue
        argument = re.search(r"\{([^}]*)\}", directive)
        if directive.endswith("t") and argument:
            inside = re.sub(r"^(begin|end):", "", argument.group(1))
            if inside in _APACHE_TIMES:
                yield _token(_APACHE_TIMES[inside])
            elif inside.startswith("%Y-%m-%dT%H:%M:%S") or inside == "%FT%T%z":
                yield _token("time_iso")
            else:
                raise UsageError(f"--format: the time format {directive} is not known; use %t")
            continue
        plain = re.sub(r"[!,\d<>]", "", directive)
        try:
            names = apache_log_parser.Parser(plain).names
        except Exception:  # noqa: BLE001  whatever it makes of it, the field is not needed
            names = ()
        yield _token(_APACHE.get(names[0], "") if names else "")
    if position < len(text):
        yield _Token("literal", "", text[position:])


def _without_directive(text: str) -> str:
    # What people paste: LogFormat "..." name, log_format name '...' '...';
    plain = text.strip().rstrip(";").strip()
    pieces = re.match(r"log_format\s+\S+\s+(?:escape=\w+\s+)?(.*)", plain, re.DOTALL)
    if pieces:
        plain = pieces.group(1)
    else:
        directive = re.match(r'LogFormat\s+(".*")(?:\s+[^"\s]+)?$', plain, re.DOTALL)
        plain = directive.group(1) if directive else plain
    if re.fullmatch(r"""\s*(?:'[^']*'\s*)+""", plain):
        plain = "".join(re.findall(r"'([^']*)'", plain))
    elif len(plain) > 1 and plain[0] == plain[-1] == '"' and '\\"' in plain:
        plain = plain[1:-1]
    return plain.replace('\\"', '"')


def _compiled(name: str, tokens: Sequence[_Token], extensible: bool) -> Format:
    parts: list[tuple[str, str]] = []  # field and pattern
    seen: set[str] = set()
    time = "clf"
    for index, token in enumerate(tokens):
        if token.field == "literal":
            parts.append(("", re.escape(token.text)))
            continue
        before = tokens[index - 1].text[-1:] if index else ""
        after = tokens[index + 1].text[:1] if index + 1 < len(tokens) else "end"
        pattern = _PATTERNS.get(token.pattern, "") or _value(token.field, before, after)
        if token.pattern == "time_clf" and before != "[":
            parts.append(("", r"\["))  # Apache's %t brings its brackets along
        field = token.field if token.field not in seen else ""
        seen.add(field)
        if field == "time":
            time = token.pattern.removeprefix("time_")
        parts.append((field, pattern))
        if token.pattern == "time_clf" and before != "[":
            parts.append(("", r"\]"))
    end = "(?: .*)?$" if extensible else "$"

    def joined(grouped: str) -> str:
        body = "".join(
            f"({pattern})" if field and field == grouped else f"(?:{pattern})"
            for field, pattern in parts
        )
        return "^" + body + end

    patterns = {field: joined(field) for field, _ in parts if field}
    return Format(name, joined(""), patterns, time, None)


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
