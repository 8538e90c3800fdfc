# SPDX-License-Identifier: GPL-3.0-or-later
"""Request targets and the parameters of the tracking pixel: canonical paths and their kinds."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote_plus

from loganalytics.asked import page_path
from loganalytics.model import Cleaned, Target
from loganalytics.parse.cleaning import SUSPECT, Clean, clean

UNKNOWN = "(unknown)"
EXCLUDED = "(excluded)"  # stands for all paths that match --exclude, but in what the pixel tells
MAX_PATH = 1024  # characters of a canonical path
MAX_TITLE = 500
MAX_EVENT = 100
_MAX_VALUE = 100  # characters of a parameter that is kept

_EXCLUDED = ("/api/", "/_/", "/_app/immutable/", "/.well-known/")
_ASSET_PATHS = frozenset(("/favicon.ico", "/robots.txt", "/manifest.json", "/service-worker.js"))
_ASSETS = frozenset(
    "png jpg jpeg jpe jfif gif apng svg svgz webp avif ico cur bmp tif tiff heic heif jxl "
    "css less scss sass map js mjs cjs jsx tsx ts vue wasm swf "
    "mp3 m4a ogg oga opus wav flac aac weba mid midi "
    "mp4 m4v ogv webm mov avi mkv wmv flv mpg mpeg 3gp m3u8 mpd m4s vtt srt "
    "woff woff2 ttf ttc otf eot webmanifest".split()
)
_DOWNLOADS = frozenset(
    "pdf doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm pps ppsx odt ods odp odg rtf "
    "epub mobi azw azw3 djvu djv ps eps tex csv tsv parquet sqlite "
    "zip gz tgz bz2 tbz xz txz zst lz lzma 7z rar tar cab ace "
    "jar war deb rpm apk aab ipa dmg pkg exe msi msix iso bin img run whl gem crx xpi vsix nupkg "
    "appimage flatpak snap torrent".split()
)

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
_PLAIN = re.compile(r"[!-$&-~]*")  # visible ASCII but %: canonical as it is
_PERCENT = re.compile(r"((?:%[0-9A-Fa-f]{2})+)|([^!-$&-~])")
_SLASHES = re.compile("//+")
_PARTIAL = re.compile(r"%[0-9A-F]?$")
# One character of a path is at most four escaped bytes, each `\xHH`.
_LONGEST_RAW = 16 * (MAX_PATH + 2)
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_RESOLUTION = re.compile(r"\s*([0-9]{1,5})\s*,\s*([0-9]{1,5})\s*")


def canonical_path(target: str) -> str:
    """The one spelling of a target's path, at most 1,024 characters; '(unknown)' if it has none.

    Takes a target or an absolute URL as logged, server escapes included; query and fragment are
    cut, and several slashes are one. Not yet cleaned of personal data.
    """
    path = _SLASHES.sub("/", _path_of(_as_percent(target)))
    return shortened(path, MAX_PATH) if path else UNKNOWN


def normalised_path(url: str) -> str:
    """The path of a target or URL that holds no server escapes, of any length; '' for none."""
    return _path_of(url)


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


def _path_of(text: str) -> str:
    if not text.startswith("/"):
        authority = _AUTHORITY.match(text)
        if authority is None:
            return ""
        text = text[authority.end() :]
        if not text.startswith("/"):
            return "/"
    text = text.partition("?")[0].partition("#")[0]
    text = text[:_LONGEST_RAW]
    return text if _PLAIN.fullmatch(text) else _PERCENT.sub(_normalised, text)


def _normalised(match: re.Match[str]) -> str:
    if match[1]:
        text = bytes.fromhex(match[1].replace("%", "")).decode("utf-8", "surrogateescape")
        return "".join(c if c not in "%/?#" and _in_clear(c) else _escaped(c) for c in text)
    char = match[2]
    return char if char != "%" and _in_clear(char) else _escaped(char)


def _in_clear(char: str) -> bool:
    return char.isprintable() and char != " "


def _escaped(char: str) -> str:
    try:
        data = char.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = char.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)


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
            "odd": "" if self._exclude else SUSPECT,
            "pixel_path": self._pixel,
            "excluded": f"^(?:{_any(_EXCLUDED)})",
            "asset_paths": _any(sorted(_ASSET_PATHS)),
            "downloads": rf"(?i)\.(?:{_any(sorted(_DOWNLOADS))})$",
            "assets": rf"(?i)\.(?:{_any(sorted(_ASSETS))})$",
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
        return path if len(path) <= MAX_PATH else ""

    def _path(self, text: str) -> str:
        path = _SLASHES.sub("/", _path_of(text))
        if not path or self.kind(path) != "page":
            return path
        page = page_path(path)
        if self.kind(page) != "page":  # nobody knows what stands at `/a.png/`
            page = path
        return page + self._query(text) if self._keep and "?" in text else page

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
        return Target(path, page[: MAX_PATH - 1].removesuffix("…") + "…", self.kind(path))

    def shown(self, path: str) -> str:
        """What is stored of a canonical path that was asked for: nothing more of an excluded one.

        '(excluded)' of those that the user leaves out, '/api/*' and the like of the others.
        """
        before = path.partition("?")[0]
        if before == self._pixel:
            return before
        if self._left_out(before):
            return EXCLUDED
        return next((start + "*" for start in _EXCLUDED if path.startswith(start)), path)

    def kind(self, path: str) -> str:
        """What stands at a canonical path: pixel, excluded, asset, download or page."""
        path = path.partition("?")[0]
        if path == self._pixel:
            return "pixel"
        if path.startswith(_EXCLUDED) or self._left_out(path):
            return "excluded"
        if path in _ASSET_PATHS:
            return "asset"
        _, dot, extension = path.rpartition("/")[2].rpartition(".")
        if dot:
            extension = extension.lower()
            if extension in _DOWNLOADS:
                return "download"
            if extension in _ASSETS:
                return "asset"
        return "page"

    def _left_out(self, path: str) -> bool:
        """Whether the user leaves out a path as it was asked for, or the page that it is."""
        if self._exclude is None:
            return False
        return any(self._exclude.match(each) for each in (path, page_path(path)))


def _spellings(pattern: str) -> tuple[str, ...]:
    """A pattern, and how it is spelled for a page: `/a` for `/a/`."""
    page = page_path(pattern)
    # Without what stands behind it a star would be for all: '*/' for '*'.
    return (pattern,) if page.endswith("*") else (pattern, page)


def _value_char(char: str) -> str:
    """A character of a value as it stands in a path: what would end the value is escaped."""
    return char if _in_clear(char) and char not in "%&#+?=" else _escaped(char)


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
