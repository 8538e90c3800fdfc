# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of small sources, which are counted together and share a transaction.

Most of what a small source costs is what any source costs. Each keeps counts and a row in the
ledger of its own.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from os import stat
from stat import S_ISREG

from loganalytics.ingest.model import Read
from loganalytics.ledger import Matcher
from loganalytics.model import Content, Contents
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Marks, Skimmed
from loganalytics.sources import Chunk, Reader, Source
from loganalytics.timings import step


@dataclass(slots=True)
class Text:
    """All lines of a small source, until they are dropped."""

    source: Source
    format: Format
    chunks: tuple[Chunk, ...]  # the first line, what follows, and a tail, each if there is one
    incomplete: bool

    @property
    def pieces(self) -> list[bytes | memoryview]:
        """The text, whole lines."""
        return [piece for chunk in self.chunks for piece in chunk.pieces]

    @property
    def weight(self) -> int:
        """What memory it takes, in bytes of text."""
        return sum(chunk.weight for chunk in self.chunks)

    def drop(self) -> None:
        """Let go of the text: it was counted, or is known."""
        self.chunks = ()


def small(chunk: int) -> int:
    """How much of a chunk a source may have, on disk and of text: one alone has two workers."""
    return chunk // 2


def looks_small(source: Source, most: int) -> bool:
    """Whether a source may have at most so many bytes of text: it has no more on disk."""
    if source.stream or source.error:
        return False
    try:
        about = stat(source.name)
    except OSError:
        return False
    return S_ISREG(about.st_mode) and about.st_size <= most


def read_small(reader: Reader, log_format: Format, most: int) -> Text | None:
    """All that a reader at the beginning of a source has; None if that is more, or nothing."""
    chunks: list[Chunk] = []
    first = reader.read(first_line=True)
    while first is not None:
        chunks.append(first)
        if sum(chunk.weight for chunk in chunks) > most:
            return None
        first = reader.read(size=most)
    if not chunks:
        return None
    return Text(reader.source, log_format, tuple(chunks), reader.incomplete)


@step("ledger")
def follow(text: Text, marks: Marks, known: Contents) -> Read | None:
    """Find what of a text is known, given what the ledger knows its lines by.

    Returns None if a content may end at a place that cannot be found in the text, since it is not
    as it lies on the disk.
    """
    matcher = Matcher(known)
    contents = _contents(text, marks, matcher)
    if contents is None:
        return None
    return Read(
        text.source,
        text.format,
        matcher.lines,
        matcher.known_lines,
        marks.parsed,
        text.incomplete,
        known.without(contents),
    )


@step("ledger")
def begins(text: Text, marks: Skimmed, known: Contents) -> AbstractSet[Content]:
    """The known contents that a text begins with; none where `follow` would return None."""
    matcher = Matcher(known)
    return matcher.begins if _contents(text, marks, matcher) is not None else frozenset()


def _contents(text: Text, marks: Skimmed, matcher: Matcher) -> list[Content] | None:
    """Feed a text to a matcher: what will be known of it, or None as `follow` says."""
    contents: list[Content] = []
    lines = marks.text.split("\n")
    at = 0
    for chunk in text.chunks:
        if chunk.tail:  # the rest of this line may come later: then what is before is known
            contents.extend(matcher.contents())
        data = b"".join(chunk.pieces)
        begin, raw_end = 0, matcher.bytes + chunk.raw_bytes
        while begin < len(data):
            if not chunk.verbatim and _stops(matcher, raw_end) and b"\n" in data[:-1]:
                return None
            end = _next(matcher, data, begin, raw_end)
            whole = end - begin == len(data)
            count = data.count(b"\n", begin, end)
            portion = "\n".join((*lines[at : at + count], ""))
            matcher.feed(portion, chunk.raw_bytes if whole else end - begin, count)
            at += count
            begin = end
    contents.extend(matcher.contents())
    return contents


def _stops(matcher: Matcher, raw_end: int) -> bool:
    """Whether the matcher has to be fed in several portions up to there."""
    cut = matcher.next_cut()
    return matcher.wants_line or (cut is not None and cut < raw_end)


def _next(matcher: Matcher, data: bytes, begin: int, raw_end: int) -> int:
    """Up to where in the data of a chunk, which ends at `raw_end` of the source, to feed next."""
    if matcher.wants_line:
        return data.index(b"\n", begin) + 1
    cut = matcher.next_cut()
    if cut is None or not _stops(matcher, raw_end) or data.find(b"\n", begin, -1) < 0:
        return len(data)
    # Where it is to be cut within a line, behind that.
    return data.index(b"\n", begin + max(cut - matcher.bytes - 1, 0)) + 1
