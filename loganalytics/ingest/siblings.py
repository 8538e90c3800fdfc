# SPDX-License-Identifier: GPL-3.0-or-later
"""Where known contents may be found again: in the sources themselves and the files beside them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass

from loganalytics.ingest.skimming import Window
from loganalytics.model import Content
from loganalytics.sources import Source, log_name

# Of a folder so many are looked at: those that are called as the log, then others.
_MOST_FILES = 10_000


@dataclass(frozen=True, slots=True)
class Known:
    """A known content: whose it is, and how many lines were new in that ingest."""

    ingest_id: int
    content: Content
    new_lines: int


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of a file that are to be read: of `content`, but for those of `skipped`."""

    content: Content
    skipped: Content | None  # begins as the content does
    owners: frozenset[int]  # the ingests that counted these lines, each with all that was new in it


def by_head(known: Iterable[Known]) -> Mapping[str, Sequence[Known]]:
    """Known contents by what they begin with."""
    found: dict[str, list[Known]] = {}
    for each in known:
        found.setdefault(each.content.head, []).append(each)
    return found


def candidates(
    heads: Iterator[tuple[Source, str]],
    known: Mapping[str, Sequence[Known]],
    missing: AbstractSet[int],
) -> Iterator[tuple[Source, Sequence[Known]]]:
    """Sources, and the known contents that begin as they do, where some are of those `missing`.

    Of the sources so many are asked for as it takes until none is missing any more.
    """
    while missing and (each := next(heads, None)) is not None:
        source, head = each
        found = known.get(head, ())
        if not missing.isdisjoint(one.ingest_id for one in found):
            yield source, found


def parts(
    begun: Sequence[Known], missing: AbstractSet[int], others: AbstractSet[int]
) -> Iterator[Part]:
    """What of a file are lines of the ingests that are `missing`; it begins with these contents.

    The longest first. None has lines of `others`: those are skipped, with what stands before them.
    """
    for each in sorted(begun, key=lambda each: -each.content.bytes):
        chain = _chain(each, begun)
        at = max((n for n, own in enumerate(chain, 1) if own.ingest_id in others), default=0)
        owners = frozenset(own.ingest_id for own in chain[at:])
        if owners & missing:
            yield Part(each.content, chain[at - 1].content if at else None, owners)


def _chain(last: Known, begun: Sequence[Known]) -> list[Known]:
    """The contents that a file had when each of its lines was new, or none if one is not known."""
    chain = [last]
    while before := chain[0].content.lines - chain[0].new_lines:
        found = [
            each
            for each in begun
            if each.content.lines == before and each.content.bytes < chain[0].content.bytes
        ]
        if len(found) != 1:
            return []
        chain[:0] = found
    return chain


def beside(sources: Sequence[Source], window: Window) -> list[Source]:
    """The sources themselves, and the files beside them."""
    own = {os.path.realpath(source.name): source for source in sources if not source.stream}
    called = {log_name(path) for path in own}
    others: dict[str, tuple[bool, float]] = {}
    for folder in {os.path.dirname(path) for path in own}:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                with suppress(OSError):  # it is gone by now, or a link that leads in a circle
                    if entry.is_file() and entry.path not in own:
                        apart_s = abs(entry.stat().st_mtime - window.until)
                        others[entry.path] = log_name(entry.path) not in called, apart_s
    nearest = sorted(others, key=lambda path: (others[path], path))[:_MOST_FILES]
    return [*own.values(), *(Source(path) for path in nearest)]
