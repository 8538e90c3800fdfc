# SPDX-License-Identifier: GPL-3.0-or-later
"""The two languages formats are written in: Apache's LogFormat and nginx's log_format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loganalytics.errors import UsageError

_DIRECTIVE = r"%(?:%|[<>!,\d]*(?:\{[^}]*\})?(?:\^[A-Za-z]{2}|[A-Za-z]))"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a format: a literal text, or a field."""

    field: str  # a field of a hit, 'literal', or '' for what is not needed
    pattern: str  # the name of what it may hold: any value, unless formats know more of it
    text: str = ""  # of a literal
    empty: bool = False  # whether nothing at all may stand for it


_NGINX = {
    "remote_addr": "address",
    "http_x_forwarded_for": "forwarded",
    "proxy_add_x_forwarded_for": "forwarded",
    "http_x_real_ip": "real_ip",
    "http_true_client_ip": "real_ip",
    "http_cf_connecting_ip": "real_ip",
    "vhost": "host",
    "host": "host",
    "http_host": "host",
    "server_name": "host",
    "request": "request",
    "request_method": "method",
    "request_uri": "target",
    "uri": "target",
    "document_uri": "target",
    "is_args": "is_args",
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
    "server_port": "port",
    "request_time": "duration_s",
    "upstream_response_time": "duration_several_s",
    "http_accept_language": "language",
}

# apache-log-parser's names of directives -> fields
_APACHE = {
    "remote_host": "address",
    "remote_ip": "address",
    "request_header_x_forwarded_for": "forwarded",
    "request_header_x_real_ip": "real_ip",
    "request_header_true_client_ip": "real_ip",
    "request_header_cf_connecting_ip": "real_ip",
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
    "server_port": "port",
    "time_us": "duration_us",
    "time_s": "duration_s",
    "request_header_accept_language": "language",
}
_APACHE_TIMES = {"sec": "time_s", "msec": "time_ms", "usec": "time_us"}
_APACHE_TIMES["%d/%b/%Y:%H:%M:%S %z"] = "time_clf"
_APACHE_TIMES["%d/%b/%Y:%H:%M:%S.%f %z"] = "time_clf_fraction"
_SPACED = re.compile(r"%Y-%m-%d %H:%M:%S(?:\.%f)? ?%z")
_ISO = re.compile(r"%Y-%m-%dT%H:%M:%S(?:[.,]%f)?(?:%z|Z)")
# A time in pieces, as a fraction of a second makes it in Apache: what is in them makes one.
_IN_PIECES = re.compile(
    r"%\{((?:begin:|end:)?%[^}]*)\}t(?:(\.)%\{(?:begin:|end:)?[mu]sec_frac\}t)?"
    r"( ?)(?:%\{(?:begin:|end:)?(%z)\}t|(Z)(?!\w))"
)
# What no LogFormat holds, and whose format does.
_FOREIGN = (
    (re.compile(r"%\^(?![A-Za-z]{2})"), "GoAccess's"),
    (re.compile(r"%>a|%>Hs|%<st|%\[(?:ui|un|tl)\b"), "Squid's"),
    (re.compile(r"%\["), "HAProxy's"),
    (re.compile(r"%\(\w+\)s?"), "Python's"),
)
_WRITE = "write it as an Apache LogFormat or nginx log_format string"
# What is none of Apache, lighttpd or Tomcat either.
_UNKNOWN = re.compile(r"%[<>!,\d]*[cdgjGJKMNQY]")
_UNNEEDED = ("user", "several", "is_args", "port")  # of which only what they may hold is known
_ALWAYS = ("address", "time", "status", "bytes")  # which nginx leaves empty for no line
_APACHE_DURATIONS = {"s": "duration_s", "ms": "duration_ms", "us": "duration_us"}


def _token(kind: str) -> Token:
    if kind.startswith("time_"):
        return Token("time", kind)
    if kind.startswith("duration_"):
        return Token("duration", kind)
    if kind == "real_ip":
        return Token("forwarded", kind)
    if kind in _UNNEEDED:
        return Token("", kind)
    return Token(kind, kind)


def nginx_tokens(text: str, *, empty: bool = False) -> Iterator[Token]:
    """The pieces of a log_format string, in order; `empty`: those of one that logs no '-'."""
    for literal, braced, bare in re.findall(r"([^$]+)|\$\{(\w+)\}|\$(\w+)", text):
        if literal:
            yield Token("literal", "", literal)
        else:
            name = braced or bare
            # Of each server that was asked there is one value, with ', ' or ' : ' between them.
            other = "several" if name.startswith("upstream_") else ""
            token = _token(_NGINX.get(name, other))
            yield replace(token, empty=empty and token.field not in _ALWAYS)


def apache_tokens(text: str) -> Iterator[Token]:
    """The pieces of a LogFormat string, in order.

    Raises `UsageError` for what is none, and where no time can be read.
    """
    _refuse_foreign(text)
    text = _IN_PIECES.sub(_in_one, text)
    position = 0
    unread = ""
    timed = False
    for found in re.finditer(_DIRECTIVE, text):
        if found.start() > position:
            yield Token("literal", "", text[position : found.start()])
        position = found.end()
        directive = found.group()
        argument = re.search(r"\{([^}]*)\}", directive)
        plain = re.sub(r"[!,\d<>]", "", directive)
        if directive.endswith("t") and argument:
            kind = _apache_time(argument.group(1))
            timed = timed or kind != ""
            if not kind and (not unread or " " in directive):
                unread = directive
            yield _token(kind)
        elif plain == "%t" and not text[: found.start()].endswith("["):
            timed = True
            yield from (Token("literal", "", "["), _token("time_clf"), Token("literal", "", "]"))
        elif directive == "%%":
            yield Token("literal", "", "%")
        elif directive.endswith("T") and argument:
            yield _token(_APACHE_DURATIONS.get(argument.group(1), ""))
        elif directive == "%s" and "%>s" in text:  # before and after an internal redirect
            yield _token("")
        else:
            timed = timed or plain == "%t"
            yield _token(_apache_field(plain))
    if position < len(text):
        yield Token("literal", "", text[position:])
    if unread and (not timed or " " in unread):  # a value has no blank, unless it is known of it
        raise UsageError(
            f"--format: no time can be read from {unread.replace('.%f', '')}: it takes a date, a "
            "time and its offset from UTC, as %t has them, %{%Y-%m-%d %H:%M:%S %z}t, "
            "%{%Y-%m-%dT%H:%M:%S%z}t or %{sec}t; a log that was written without cannot be read"
        )


def _in_one(pieces: re.Match[str]) -> str:
    date, fraction, blank, offset, of_utc = pieces.groups(default="")
    return f"%{{{date}{fraction and '.%f'}{blank}{offset}{of_utc}}}t"


def _refuse_foreign(text: str) -> None:
    bare = re.sub(r"%%|\{[^}]*\}", " ", text)  # what a directive is told is another language
    for pattern, whose in _FOREIGN:
        if found := pattern.search(bare):
            said = f"{found.group()} is no LogFormat directive (it looks like {whose})"
            raise UsageError(f"--format: {said}; {_WRITE}")
    if found := _UNKNOWN.search(bare):
        raise UsageError(f"--format: {found.group()} is no LogFormat directive; {_WRITE}")


def _apache_time(inside: str) -> str:
    """The kind of time that a %{...}t writes; '' for one that cannot be read."""
    inside = re.sub(r"^(begin|end):", "", inside)
    inside = inside.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S")
    if _SPACED.fullmatch(inside):
        return "time_spaced"
    return "time_iso" if _ISO.fullmatch(inside) else _APACHE_TIMES.get(inside, "")


def _apache_field(directive: str) -> str:
    # The library knows the directives; handed a whole format it trips over %%, over a repeated
    # directive and over %{format}t, so it is asked one directive at a time.
    import apache_log_parser  # type: ignore[import-untyped]

    try:
        names = apache_log_parser.Parser(directive).names
    except Exception:  # noqa: BLE001  whatever it makes of it, the field is not needed
        names = ()
    return _APACHE.get(names[0], "") if names else ""
