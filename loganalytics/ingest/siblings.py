# SPDX-License-Identifier: GPL-3.0-or-later
"""Where known contents may be found again: in the sources themselves and the files beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loganalytics.ingest.rereading import Window
from loganalytics.model import Content
from loganalytics.sources import Source

_MOST_FILES = 200  # of a folder that are looked at, those that were written to nearest in time
_MOST_CONTENTS = 3  # that a file is tried as


@dataclass(frozen=True, slots=True)
class Known:
    """A known content: whose it is, and how many lines were new in that ingest."""

    ingest_id: int
    content: Content
    new_lines: int


def prefixes(
    known: Sequence[Known], head: str, missing: set[int]
) -> Iterator[tuple[Content, set[int]]]:
    """The contents that a file may be, longest first, and the ingests that counted all of each."""
    alike = [each for each in known if each.content.head == head]
    for each in sorted(alike, key=lambda each: -each.content.bytes)[:_MOST_CONTENTS]:
        parts = {
            part.ingest_id: part.new_lines
            for part in alike
            if part.content.bytes <= each.content.bytes
        }
        if missing & parts.keys() and sum(parts.values()) == each.content.lines:
            yield each.content, set(parts)


def beside(sources: Sequence[Source], window: Window) -> list[Source]:
    """The sources themselves, and the files beside them."""
    own = {os.path.realpath(source.name): source for source in sources if not source.stream}
    others: dict[str, float] = {}
    for folder in {os.path.dirname(path) for path in own}:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_file() and entry.path not in own:
                        others[entry.path] = abs(entry.stat().st_mtime - window.until)
        except OSError:
            continue
    nearest = sorted(others, key=lambda path: (others[path], path))[:_MOST_FILES]
    return [*own.values(), *(Source(path) for path in nearest)]
