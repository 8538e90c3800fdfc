# SPDX-License-Identifier: GPL-3.0-or-later
"""A format as people paste it: without what their server's configuration says around it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

# Pieces of nginx's log_format, which are joined, and what may stand between them.
_BETWEEN = re.compile(r"(?:\s+|#[^\n]*(?:\n|$))*")
_PIECE = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_NGINX = re.compile(r"(log_format\s+\S+\s+)?(?:escape=(\w+)\s+)?(.*)", re.DOTALL)
# What others say around theirs; a format without quotes is one by its name.
_AROUND = (
    re.compile(r"""LogFormat\s+(?:"(.*)"|'(.*)')(?:\s+[^"'\s]+)?""", re.DOTALL | re.IGNORECASE),
    re.compile(
        r'CustomLog\s+(?:"[^"]*"|\S+)\s+(?:"(.*)"|([\w-]+))(?:\s+"?(?:env|expr)=.*)?',
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r'accesslog\.format\s*=\s*"(.*)"', re.DOTALL),  # lighttpd
    re.compile(r"""(?:<Valve\s.*?\s)?pattern\s*=\s*(?:"([^"]*)"|'([^']*)').*""", re.DOTALL),
)
_ESCAPED = re.compile(r"""\\(["'t])""")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A format as it was meant."""

    text: str
    # How nginx was told to escape values; told json or none it logs nothing at all, rather than a
    # '-', for what it does not know.
    escape: str = ""

    @property
    def name(self) -> str:
        """The same in one text, which is read as the same again."""
        text = self.text.replace("\t", r"\t")
        if not self.escape:
            return text
        quoted = text.replace("'", r"\'")  # in pieces, since its values may stand in quotes, too
        return f"escape={self.escape} '{quoted}'"


def unwrapped(text: str) -> Pasted:
    """The format alone, of what people paste: `LogFormat "..." name`, `log_format name '...';`."""
    bare = text.strip()
    for around in _AROUND:
        if found := around.fullmatch(bare):
            inside = next(group for group in found.groups() if group is not None)
            return Pasted(_plain(re.sub(r"\\\r?\n\s*", "", inside)))
    directive = _NGINX.fullmatch(bare)
    assert directive is not None  # it fits any text
    named, escape, rest = directive.groups(default="")
    # Without the directive a text in double quotes may be a format of values in quotes.
    joined = _joined(rest, "'\"" if named or escape else "'")
    escape = escape if escape in ("json", "none") else ""
    if joined is not None:
        return Pasted(_plain(joined), escape)
    if named or escape:
        return Pasted(_plain(rest.rstrip("; \n")), escape)
    if len(bare) > 1 and bare[0] == bare[-1] == '"' and '\\"' in bare:
        return Pasted(_plain(bare[1:-1]))
    return Pasted(_plain(text.strip("\r\n")))


def _joined(text: str, quotes: str) -> str | None:
    """What the pieces of a log_format make together; None for what is not in such quotes."""
    pieces: list[str] = []
    position = 0
    while text[position : position + 1] in (*quotes,):
        if not (found := _PIECE.match(text, position)):
            return None
        pieces.append(found[1] if found[1] is not None else found[2])
        position = _skipped(text, found.end())
    ended = position == len(text) or text[position] == ";"  # whatever directive follows
    return "".join(pieces) if pieces and ended else None


def _skipped(text: str, position: int) -> int:
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


def _plain(text: str) -> str:
    """The format without escapes: those of a configuration, or those of Tomcat's, which is XML."""
    if "&quot;" in text:
        text = html.unescape(text)
    return _ESCAPED.sub(lambda found: "\t" if found[1] == "t" else found[1], text)
