# SPDX-License-Identifier: GPL-3.0-or-later
"""Request targets and the parameters of the tracking pixel: canonical paths and their kinds."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus

from loganalytics.model import Cleaned, Target
from loganalytics.parse.cleaning import SUSPECT, Clean, clean
from loganalytics.spelling import (
    ASSET_PATHS,
    ASSETS,
    DOWNLOADS,
    escaped,
    in_clear,
    kind_of,
    normalised,
    page_glob,
    page_of,
    page_path,
    single_slashes,
)
from loganalytics.spelling import EXCLUDED as NO_PAGES

UNKNOWN = "(unknown)"
EXCLUDED = "(excluded)"  # stands for all paths that match --exclude, but in what the pixel tells
MAX_PATH = 1024  # characters of a canonical path
MAX_TITLE = 500
MAX_EVENT = 100
_MAX_VALUE = 100  # characters of a parameter that is kept

_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_SERVER_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|([\"\\nrtbvf]))")
_SERVER_ESCAPED = {
    '"': "%22",
    "\\": "%5C",
    "n": "%0A",
    "r": "%0D",
    "t": "%09",
    "b": "%08",
    "v": "%0B",
    "f": "%0C",
}
# A session that stands in the path: where there is no cookie, servers of Java write `;jsessionid=`
# (Jakarta Servlet 6.1, section 7.1.3), others alike.
_SESSION = re.compile(
    r"(?:;|%(?:25)*3b)(?:\w{0,32}sess\w{0,32}|sid)(?:=|%(?:25)*3d)[^/;]*", re.IGNORECASE
)
_PARTIAL = re.compile(r"%[0-9A-F]?$")
# One character of a path is at most four escaped bytes, each `\xHH`.
_LONGEST_RAW = 16 * (MAX_PATH + 2)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_RESOLUTION = re.compile(r"\s*([0-9]{1,5})\s*,\s*([0-9]{1,5})\s*")


def canonical_path(target: str) -> str:
    """The one spelling of a target's path, at most 1,024 characters; '(unknown)' if it has none.

    Takes a target or an absolute URL as logged, server escapes included; query, fragment and a
    session that the path names are cut, and several slashes are one. Not yet cleaned of personal
    data.
    """
    path = single_slashes(normalised_path(_as_percent(target)))
    return shortened(path, MAX_PATH) if path else UNKNOWN


def shortened(path: str, limit: int) -> str:
    """At most `limit` characters of a normalised path; what is cut off shows as an ellipsis."""
    if len(path) <= limit:
        return path
    return _PARTIAL.sub("", path[: limit - 1]) + "…"


def _as_percent(text: str) -> str:
    """Server escapes as percent escapes, so that both are read as bytes of one text."""
    if "\\" not in text:
        return text
    return _SERVER_ESCAPE.sub(
        lambda m: f"%{m[1]}" if m[1] else _SERVER_ESCAPED[m[2]],
        text,
    )


def normalised_path(text: str) -> str:
    """The path of a target or URL that holds no server escapes, of any length; '' for none."""
    if not text.startswith("/"):
        authority = _AUTHORITY.match(text)
        if authority is None:
            return ""
        text = text[authority.end() :]
        if not text.startswith("/"):
            return "/"
    text = _SESSION.sub("", text.partition("?")[0].partition("#")[0])
    return normalised(text[:_LONGEST_RAW])


class TargetLookup:
    """Says of request targets which path they lead to and what kind of thing stands there."""

    def __init__(
        self, pixel: str, exclude: Sequence[str], clean: Clean = clean, keep: Sequence[str] = ()
    ) -> None:
        """`pixel`: path of the tracking pixel; `exclude`: shell patterns of paths, case counts.

        A pattern is for a page in all its spellings, whichever of them it has itself. `keep`: the
        parameters of a query that tell pages apart.
        """
        self._clean = clean
        self._keep = tuple(sorted(set(keep)))
        self._pixel = canonical_path(pixel)
        spelled = dict.fromkeys(each for pattern in exclude for each in _spellings(pattern))
        patterns = "|".join(f"(?:{fnmatch.translate(pattern)})" for pattern in spelled)
        self._exclude = re.compile(patterns) if patterns else None

    def plain(self) -> dict[str, str]:
        """The same rules for plain paths, as patterns for `parse/plain_targets`.

        What `odd` finds in a path takes `lookup`: all, where there are patterns of the user.
        """
        return {
            "odd": "" if self._exclude else f"{SUSPECT}|;",
            "pixel_path": self._pixel,
            "excluded": f"^(?:{_any(NO_PAGES)})",
            "asset_paths": _any(sorted(ASSET_PATHS)),
            "downloads": rf"(?i)\.(?:{_any(sorted(DOWNLOADS))})$",
            "assets": rf"(?i)\.(?:{_any(sorted(ASSETS))})$",
        }

    def lookup(self, targets: Sequence[str]) -> list[Target]:
        """One Target for each target (as logged, query cut or not), in the same order."""
        return [self._target(self._path(_as_percent(target))) for target in targets]

    @property
    def kept(self) -> str:
        """A pattern of RE2 that finds the parameters to be kept, each with the `&` before it."""
        return f"&(?:{_any(self._keep)})=[^&]*" if self._keep else ""

    def page(self, url: str) -> str:
        """The canonical path of a URL as logged, as `canonical_path`, with what is kept."""
        path = self._path(_as_percent(url))
        return shortened(path, MAX_PATH) if path else UNKNOWN

    def pixel_path(self, raw: str) -> str:
        """The canonical path a pixel reports; '' where it is no path or over 1,024 characters."""
        value = decode_parameter(raw)
        path = self._path(value) if value.startswith("/") else ""
        if self.kind(path) == "excluded":  # which is a page all the same, since the pixel says so
            path = page_of(path)
        return path if len(path) <= MAX_PATH else ""

    def _path(self, text: str) -> str:
        path = single_slashes(normalised_path(text))
        if not path or self.kind(path) != "page":
            return path
        page = self._page(path)
        return page + self._query(text) if self._keep and "?" in text else page

    def _page(self, path: str) -> str:
        page = page_of(path)
        return page if self.kind(page) == self.kind(path) else path  # else it is the pixel's

    def _query(self, text: str) -> str:
        """What is kept of a query, the parameters by name; '' for nothing."""
        given: dict[str, str] = {}
        for pair in text.partition("#")[0].partition("?")[2].split("&"):
            name, equals, raw = pair.partition("=")
            if equals and name in self._keep:
                # Cleaned alone: `q=me` could begin an e-mail address. And before it is cut.
                value = self._clean(decode_parameter(raw)[: 8 * _MAX_VALUE]).text
                given.setdefault(name, " ".join(value.split())[:_MAX_VALUE])
        kept = "&".join(
            f"{name}={''.join(map(_value_char, given[name]))}"
            for name in self._keep
            if given.get(name)
        )
        return f"?{kept}" if kept else ""

    def _target(self, path: str) -> Target:
        if len(path) <= MAX_PATH:
            path = path or UNKNOWN
            return Target(path, self._clean(path).text, self.kind(path))
        # Cleaned before it is cut: half an e-mail address would not be known for one.
        page = self._clean(path[: 2 * MAX_PATH]).text
        path = shortened(path, MAX_PATH)
        kept = _PARTIAL.sub("", page[: MAX_PATH - 1].removesuffix("…"))
        return Target(path, f"{kept}…", self.kind(path))

    def shown(self, path: str) -> str:
        """What is stored of a canonical path that was asked for: nothing more of an excluded one.

        '(excluded)' of those that the user leaves out, '/api/*' and the like of the others.
        """
        before = path.partition("?")[0]
        if before == self._pixel:
            return before
        if self._left_out(before):
            return EXCLUDED
        return next((start + "*" for start in NO_PAGES if path.startswith(start)), path)

    def kind(self, path: str) -> str:
        """What stands at a canonical path: pixel, excluded, asset, download or page."""
        path = path.partition("?")[0]
        if path == self._pixel:
            return "pixel"
        return "excluded" if self._left_out(path) else kind_of(path)

    def _left_out(self, path: str) -> bool:
        """Whether the user leaves out a path as it was asked for, or the page that it is."""
        if self._exclude is None:
            return False
        return any(self._exclude.match(each) for each in (path, page_path(path)))


def _spellings(pattern: str) -> tuple[str, ...]:
    """A pattern, and how it is spelled for a page: `/a` for `/a/`."""
    return (normalised(pattern), page_glob(pattern))


def _value_char(char: str) -> str:
    """A character of a value as it stands in a path: what would end the value is escaped."""
    return char if in_clear(char) and char not in "%&#+?=" else escaped(char)


def _any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in texts)


def decode_parameter(raw: str) -> str:
    """A value of the pixel's query: `+` and percent escapes undone, stripped, no controls."""
    return _visible(_decoded(raw)).strip()


def _decoded(raw: str) -> str:
    return _SURROGATES.sub("\ufffd", unquote_plus(_as_percent(raw), errors="replace"))


def _visible(text: str) -> str:
    return _CONTROLS.sub("", text)


def pixel_title(raw: str, clean: Clean = clean) -> Cleaned:
    """The title a pixel reports, white space collapsed, cleaned; '' if over 500 characters."""
    title = _visible(" ".join(_decoded(raw).split())).strip()
    return clean(title) if len(title) <= MAX_TITLE else Cleaned("", 0)


def pixel_event(raw: str, clean: Clean = clean) -> str:
    """The name of an event, white space collapsed, cleaned, at most 100 characters; '' for none."""
    name = clean(" ".join(decode_parameter(raw)[: 8 * MAX_EVENT].split())).text
    return clean(shortened(name, MAX_EVENT)).text


def pixel_resolution(raw: str) -> str:
    """The screen a pixel reports, '320,568' as '320x568'; '' unless both are 1 to 32,767."""
    match = _RESOLUTION.fullmatch(decode_parameter(raw))
    if match is None:
        return ""
    width, height = int(match[1]), int(match[2])
    return f"{width}x{height}" if 1 <= width <= 32767 and 1 <= height <= 32767 else ""
