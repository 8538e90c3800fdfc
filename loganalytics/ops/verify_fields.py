# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fields of a log line hold of a person, and what of them is stored by design.

Nothing here is shared with `parse`, whose leaks it must find: texts are taken apart generously, so
that rather too much is looked for than too little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import unquote, unquote_plus

from loganalytics.spelling import page_path

CAMPAIGNS = frozenset(("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"))
PIXEL_PARAMETERS = CAMPAIGNS | {"path", "title", "referrer", "resolution", "event"}
_DEEP = 3  # queries inside of queries

_ESCAPES = re.compile(r"((?:\\x[0-9A-Fa-f]{2})+)|\\([\"\\nrtbvf])")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "v": "\v", "f": "\f"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_PORT = re.compile(r":\d*$")
_BLANKS = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
# A session that a path names, as a cookie would.
_SESSION = re.compile(
    r"(?:;|%(?:25)*3b)(?:\w{0,32}sess\w{0,32}|sid)(?:=|%(?:25)*3d)([^/;]*)", re.IGNORECASE
)
_CAMPAIGN, _EVENT = 64, 100  # characters of one that are kept

Take = Callable[[str], None]


def unescaped(text: str) -> str:
    r"""A text without the escapes of servers, `\x22`, `\"`, `\n`."""
    if "\\" not in text:
        return text
    return _ESCAPES.sub(
        lambda m: (
            bytes.fromhex(m[1].replace("\\x", "")).decode("utf-8", "replace")
            if m[1]
            else _PLAIN.get(m[2], m[2])
        ),
        text,
    )


def loose(text: str) -> str:
    """What two spellings of one text have in common: escapes undone, lower case, single blanks."""
    text = unescaped(text)
    for _ in range(_DEEP):
        if "%" not in text:
            break
        text = unquote(text, errors="replace")
    return _BLANKS.sub(" ", _CONTROLS.sub("", text.replace("\ufffd", ""))).strip().lower()


def spellings(value: str) -> set[str]:
    """A value as logged, without the server's escapes, and in lower case."""
    found = {value, unescaped(value)}
    return {each for each in found | {text.lower() for text in found} if each}


def host_texts(authority: str) -> Iterator[str]:
    """A host, and the domains above it, as they may be stored."""
    host = _PORT.sub("", authority.rpartition("@")[2]).strip().rstrip(".").lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return
    while host:
        yield host
        host = host.partition(".")[2]


class Urls:
    """Takes request targets and URLs apart.

    `value` is called with each query value; `opened` with each text that is stored by design, in
    its loose form; `by_design` with each parameter that is. `keep`: names of those that tell pages
    apart.
    """

    def __init__(
        self, pixel: str, value: Take, opened: Take, by_design: Take, keep: Collection[str] = ()
    ) -> None:
        self._pixel = pixel.rpartition("/")[2]
        self._keep = frozenset(keep)
        self._value, self._opened, self._by_design = value, opened, by_design

    def take(self, text: str, *, open_path: bool = True, depth: int = 0) -> None:
        """A target, or an absolute URL; `open_path`: its host and path are stored by design."""
        before, _, query = text.partition("?")
        before, _, fragment = before.partition("#")
        query, _, more = query.partition("#")
        if open_path:
            self._open(_SESSION.sub("", before))
        for part in (*_SESSION.findall(before), fragment, more):
            self._take_value(part, depth)
        if query:
            is_pixel = open_path and unquote(before).endswith(self._pixel)
            self.query(query, is_pixel=is_pixel, open_path=open_path, depth=depth)

    def query(
        self, query: str, *, is_pixel: bool = False, open_path: bool = True, depth: int = 0
    ) -> None:
        """A query string, without its question mark."""
        known = (
            PIXEL_PARAMETERS if is_pixel else CAMPAIGNS | self._keep if open_path else frozenset()
        )
        for pair in re.split("[&;]", query):
            name, equals, raw = pair.partition("=")
            if not equals:
                raw = name
            elif unquote_plus(name) in known:
                self._parameter(unquote_plus(name), raw, depth)
                continue
            self._take_value(raw, depth)

    def _take_value(self, raw: str, depth: int) -> None:
        if not raw:
            return
        decoded = unquote_plus(unescaped(raw), errors="replace")
        self._value(raw)
        if decoded != raw:
            self._value(decoded)
        if "?" in decoded and depth < _DEEP:
            self.take(decoded, open_path=False, depth=depth + 1)

    def _parameter(self, name: str, raw: str, depth: int) -> None:
        """A parameter that is stored: a path or a referrer without what follows its `?` or `#`."""
        decoded = unquote_plus(unescaped(raw), errors="replace")
        self._by_design(decoded)
        if name in ("path", "referrer"):
            before, _, query = decoded.partition("?")
            before, _, fragment = before.partition("#")
            query, _, more = query.partition("#")
            for part in (*_SESSION.findall(before), fragment, more):
                self._take_value(part, depth)
            if query and depth < _DEEP:
                # What is kept of a page's query is, too, where the pixel tells it.
                self.query(query, open_path=name == "path" and bool(self._keep), depth=depth + 1)
            self._open(_SESSION.sub("", before))
            return
        text = loose(decoded)
        self._opened(text)
        if name == "resolution":
            self._opened(text.replace(",", "x").replace(" ", ""))
        elif name == "event":
            self._opened(text[: _EVENT - 1])
        elif name in CAMPAIGNS:
            self._opened(text[:_CAMPAIGN].rstrip())
            self._open(text if "://" in text else f"https://{text}")

    def _open(self, text: str) -> None:
        scheme = _SCHEME.match(text)
        if scheme is None:
            self._open_path(loose(text))
            return
        path = loose(text[scheme.end() :])
        self._open_path(path or "/")
        for host in host_texts(scheme[1]):
            self._opened(host)
        for host in list(host_texts(scheme[1]))[:1]:
            for name in {host, host.removeprefix("www.")}:
                self._opened(name + path)
                self._opened(name + path.rstrip("/"))

    def _open_path(self, path: str) -> None:
        self._opened(path)
        self._opened(page_path(path))  # as a page is kept
