# SPDX-License-Identifier: GPL-3.0-or-later
"""The first pure stage: chunks of whole lines to hits, in one in-memory database.

Knows no files, no database and no command line. What it leaves in memory: the tables of
`sql/parse/counts.sql`, which the second stage folds.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from loganalytics.engine import Connection
from loganalytics.errors import LogAnalyticsError
from loganalytics.parse.formats import FIELDS, Format
from loganalytics.parse.lookups import Lookups


@dataclass(frozen=True, slots=True)
class Marks:
    """What the ledger knows the lines of a chunk by."""

    text: str
    parsed: int  # how many of the lines are hits


class Parser:
    """Runs chunks through the parse statements. Close it when done."""

    def __init__(self, memory: Connection, lookups: Lookups, *, bucket_seconds: int) -> None:
        self._memory = memory
        self._lookups = lookups
        self._bucket_seconds = bucket_seconds
        self._salt = secrets.token_hex(16)  # for this run, never written
        self.reset()

    def reset(self) -> None:
        """Forget all hits counted so far, but not what was looked up."""
        self._memory.run("parse/counts")

    def marks(self, buffer: Buffer, log_format: Format) -> Marks:
        """Cut the lines of a chunk, without counting them."""
        self._memory.run("parse/cut", chunk=buffer.path, **_parameters(log_format))
        rows, parsed = self._memory.run("parse/check")[0]
        if rows != buffer.lines:
            # Never seen; if it ever is, a wrong number must not be kept.
            raise LogAnalyticsError(f"{buffer.lines} lines were read as {rows}: please report this")
        return Marks("".join(text for (text,) in self._memory.run("parse/marks")), parsed)

    def count(self) -> None:
        """Count the lines that `marks` has just cut."""
        memory = self._memory
        self._lookups.cut_lines()
        memory.run("parse/hits", salt=self._salt, bucket_seconds=self._bucket_seconds)
        self._lookups.hits()
        for name in ("traffic", "outcomes", "bots", "downloads", "span"):
            memory.run(f"parse/count_{name}")
        memory.run("parse/seen")
        self._lookups.seen()
        memory.run("parse/count_views", unknown_path_id=self._lookups.unknown_path)
        memory.run("parse/count_embeds")


def _parameters(log_format: Format) -> dict[str, object]:
    layout = log_format.layout
    parameters: dict[str, object] = {
        "by_quotes": layout is not None,
        "words": 4 if layout is not None and layout.vhost else 3,
        "combined": layout is not None and layout.combined,
        "whole": log_format.whole,
        "clock": log_format.time,
    }
    for field in FIELDS:
        parameters[field] = log_format.patterns.get(field, "()")
    for field in ("forwarded", "host", "request", "referer", "agent"):
        parameters[f"has_{field}"] = log_format.has(field)
    return parameters


class Buffer:
    """A file in memory that DuckDB can read by a path: nothing of it lies on a disk."""

    def __init__(self) -> None:
        self.lines = 0
        self._fd = os.memfd_create("chunk", os.MFD_CLOEXEC)
        self.path = f"/proc/self/fd/{self._fd}"

    def fill(self, pieces: Sequence[bytes], lines: int) -> None:
        """Replace what it holds."""
        size = sum(len(piece) for piece in pieces)
        written = os.pwritev(self._fd, list(pieces), 0)
        if written != size:
            raise LogAnalyticsError("not enough memory for a chunk of the log")
        os.ftruncate(self._fd, size)
        self.lines = lines

    def close(self) -> None:
        """Give the memory back."""
        os.close(self._fd)
