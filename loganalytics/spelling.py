# SPDX-License-Identifier: GPL-3.0-or-later
"""The one spelling of a path, and what kind of thing stands there.

So are paths of logs kept, and so is what people write understood.
"""

from __future__ import annotations

import re

from loganalytics.errors import UsageError

EXCLUDED = ("/api/", "/_/", "/_app/immutable/", "/.well-known/")  # begin what is no page
ASSET_PATHS = frozenset(("/favicon.ico", "/robots.txt", "/manifest.json", "/service-worker.js"))
ASSETS = frozenset(
    "png jpg jpeg jpe jfif gif apng svg svgz webp avif ico cur bmp tif tiff heic heif jxl xbm xpm "
    "css less scss sass map js mjs cjs jsx tsx ts vue wasm swf "
    "mp3 m4a ogg oga opus wav flac aac weba mid midi "
    "mp4 m4v ogv webm mov avi mkv wmv flv mpg mpeg 3gp m3u8 mpd m4s vtt srt "
    "woff woff2 ttf ttc otf eot webmanifest".split()
)
DOWNLOADS = frozenset(
    "pdf doc docx docm dot dotx xls xlsx xlsm xlsb ppt pptx pptm pps ppsx odt ods odp odg rtf "
    "epub mobi azw azw3 djvu djv ps eps tex csv tsv parquet sqlite "
    "zip gz tgz bz2 tbz xz txz zst lz lzma 7z rar tar cab ace "
    "jar war deb rpm apk aab ipa dmg pkg exe msi msix iso bin img run whl gem crx xpi vsix nupkg "
    "appimage flatpak snap torrent".split()
)

_ENDS = ("/index.html", "/index.htm", "/")  # of the path of a folder
_PLAIN = re.compile(r"[!-$&-~]*")  # visible ASCII but %: canonical as it is
_PERCENT = re.compile(r"((?:%[0-9A-Fa-f]{2})+)|([^!-$&-~])")
_SLASHES = re.compile("//+")


def normalised(path: str) -> str:
    """A path whose percent escapes have one spelling."""
    return path if _PLAIN.fullmatch(path) else _PERCENT.sub(_normalised, path)


def single_slashes(path: str) -> str:
    """A path in which several slashes are one."""
    return _SLASHES.sub("/", path)


def page_path(path: str) -> str:
    """A path as pages are kept: `/a` for `/a/`, `//a` and `/a/index.html`."""
    page = single_slashes(path)
    size = len(page)
    # From the end on: a pattern would look on behind each of a thousand slashes.
    while end := next((each for each in _ENDS if page.endswith(each, 0, size)), ""):
        size -= len(end)
    return page[:size] or (path and "/")


def page_of(path: str) -> str:
    """The page that a path leads to; the path where nobody knows what stands there: `/a.png/`."""
    page = page_path(path)
    return page if kind_of(page) == kind_of(path) else path


def page_glob(glob: str) -> str:
    """A glob of paths as it matches those that are kept, whatever its spelling.

    What is kept of a query stands behind it as it is.
    """
    before, mark, query = glob.partition("?")
    if "=" not in query:  # a mark that stands for any character
        before, mark, query = glob, "", ""
    written = single_slashes(normalised(before))
    page = page_of(written)
    # Without what stands behind it a star would be for all: '*/' for '*'.
    return (written if page.endswith("*") else page) + mark + query


def refuse_no_path(glob: str) -> None:
    """Raise `UsageError` for a glob that matches no path and none of (unknown) and the like."""
    if not glob.startswith(("/", "*", "?", "(")):
        raise UsageError(
            f"no path is like {glob!r}: a path begins with '/', its pattern with that or '*'"
        )


def kind_of(path: str) -> str:
    """What stands at a path without a query, for every site: excluded, asset, download or page."""
    if path.startswith(EXCLUDED):
        return "excluded"
    if path in ASSET_PATHS:
        return "asset"
    _, dot, extension = path.rpartition("/")[2].rpartition(".")
    if dot:
        extension = extension.lower()
        if extension in DOWNLOADS:
            return "download"
        if extension in ASSETS:
            return "asset"
    return "page"


def in_clear(char: str) -> bool:
    """Whether a character stands in a path as it is."""
    return char.isprintable() and char != " "


def escaped(char: str) -> str:
    """A character as the percent escapes of its bytes."""
    try:
        data = char.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = char.encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in data)


def _normalised(match: re.Match[str]) -> str:
    if match[1]:
        text = bytes.fromhex(match[1].replace("%", "")).decode("utf-8", "surrogateescape")
        return "".join(c if c not in "%/?#" and in_clear(c) else escaped(c) for c in text)
    char = match[2]
    return char if char != "%" and in_clear(char) else escaped(char)
