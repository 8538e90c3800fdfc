# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds out what of a source is known, and where its known lines lie in time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from loganalytics.ingest.at_work import AtWork
from loganalytics.ledger import Matcher
from loganalytics.model import Content
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Skimmed, Worker
from loganalytics.sources import Reader, Source


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, UTC seconds since 1970, the end not included."""

    since: int
    until: int

    def holds(self, other: Window) -> bool:
        """Whether the other lies inside."""
        return self.since <= other.since and other.until <= self.until

    def meets(self, first: int | None, last: int | None) -> bool:
        """Whether lines from the first of these times to the last, if any, reach into it."""
        return first is not None and last is not None and first < self.until and last >= self.since


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole lines that stand together in a source."""

    begin: int  # bytes of the (decompressed) source before them
    end: int
    # Times, UTC seconds since 1970, no hit is outside; None where there are none.
    first: int | None
    last: int | None
    digest: str  # of what the ledger knows them by


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a source: the known contents that it begins with, and its lines."""

    compared: frozenset[Content]  # of these it begins with those of `begins`
    begins: frozenset[Content]
    stretches: tuple[Stretch, ...]  # from its beginning on; each known content ends with one

    def behind(self, skipped: int, content: Content) -> Sequence[Stretch]:
        """The stretches of a content's lines, but for its first `skipped` bytes.

        At both places a known content ends, and so a stretch.
        """
        return [
            each for each in self.stretches if skipped <= each.begin and each.end <= content.bytes
        ]


@dataclass(frozen=True, slots=True)
class AtHand:
    """The sources that are counted at once, and what was seen of them, by name."""

    sources: Sequence[Source]
    format: Format  # of all
    seen: Mapping[str, Seen]


def skim(
    reader: Reader,
    matcher: Matcher,
    log_format: Format,
    at_work: AtWork[Skimmed],
    progress: Callable[[], None] = lambda: None,
) -> Seen:
    """Read on, and cut and count nothing, as long as more lines may turn out to be known."""
    stretches: list[Stretch] = []
    more = True
    while matcher.alive and (more or at_work):
        # How to read on is known before what was read is, but not where a known content may end.
        ahead = not at_work or _falls_short(reader.position, matcher)
        if more and ahead and not at_work.full:
            chunk = reader.read(
                first_line=matcher.wants_line,
                until=matcher.next_cut(),
                into=at_work.idle.sink(),
            )
            progress()
            if chunk is None:
                more = False
            else:
                at_work.begin(chunk, partial(skimmed, log_format))
        else:
            chunk, marks = at_work.oldest()
            begin = matcher.bytes
            matcher.feed(marks.text, chunk.raw_bytes, marks.lines)
            stretches.append(Stretch(begin, matcher.bytes, marks.first, marks.last, digest(marks)))
    return Seen(frozenset(matcher.compared), frozenset(matcher.begins), tuple(stretches))


def digest(marks: Skimmed) -> str:
    """The SHA-256 over what the ledger knows lines by."""
    return hashlib.sha256(marks.text.encode()).hexdigest()


def near(stretches: Sequence[Stretch], window: Window) -> Sequence[Stretch]:
    """From the first to the last of these that reaches into the window."""
    reach = [n for n, each in enumerate(stretches) if window.meets(each.first, each.last)]
    return stretches[reach[0] : reach[-1] + 1] if reach else ()


def skimmed(log_format: Format, worker: Worker) -> Skimmed:
    """What the ledger knows the lines of a worker's chunk by."""
    (marks,) = worker.skim(log_format)
    return marks


def _falls_short(position: int, matcher: Matcher) -> bool:
    """Whether up to there no known content may end or begin that was not fed to the matcher."""
    end = None if matcher.wants_line else matcher.next_cut()
    return end is not None and position < end
