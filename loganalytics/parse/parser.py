# SPDX-License-Identifier: GPL-3.0-or-later
"""The first pure stage: chunks of whole lines to hits, in one in-memory database.

Knows no files, no database and no command line. What it leaves in memory: the tables of
`sql/parse/counts.sql`, which the second stage folds.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from loganalytics.engine import Connection
from loganalytics.errors import LogAnalyticsError
from loganalytics.parse.buffer import new_buffer
from loganalytics.parse.formats import FIELDS, Format
from loganalytics.parse.lookups import Lookups

# The parameters of parse/cut; the last one is parse/cut_by_pattern's too.
_BY_QUOTES = (
    "by_quotes",
    "words",
    "combined",
    "has_forwarded",
    "has_host",
    "has_referer",
    "has_agent",
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What the ledger knows the lines of a chunk by."""

    text: str
    parsed: int  # how many of the lines are hits


class Parser:
    """What the workers of a run share: the lookups, the salt and the counts."""

    def __init__(self, memory: Connection, lookups: Lookups, *, bucket_seconds: int) -> None:
        self.memory = memory
        self.lookups = lookups
        self.bucket_seconds = bucket_seconds
        self.salt = secrets.token_hex(16)  # for this run, never written
        self.looking_up = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget all hits counted so far, but not what was looked up."""
        self.memory.run("parse/counts")

    def warm_up(self) -> None:
        """Load what the first chunk will need, while it is still being read and cut."""
        with self.looking_up:
            self.lookups.warm_up()

    def worker(self) -> Worker:
        """A worker that counts one chunk at a time, beside others."""
        return Worker(self)


class Worker:
    """Runs chunks through the parse statements on a connection and in a buffer of its own."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._memory = parser.memory.cursor()
        self._buffer = new_buffer()
        self._lines = 0

    def take(self, pieces: Sequence[bytes], lines: int) -> None:
        """Take the text of a chunk, which the caller need not keep."""
        self._buffer.fill(pieces)
        self._lines = lines

    def marks(self, log_format: Format) -> Marks:
        """Cut the lines of the chunk, without counting them."""
        memory = self._memory
        parameters = _parameters(log_format)
        memory.run("parse/cut", chunk=self._buffer.path, **{p: parameters[p] for p in _BY_QUOTES})
        rows, others = memory.run("parse/check")[0]
        if others:
            by_pattern = {p: v for p, v in parameters.items() if p not in _BY_QUOTES[:-1]}
            memory.run("parse/cut_by_pattern", **by_pattern)
        if rows != self._lines:
            # Never seen; if it ever is, a wrong number must not be kept.
            raise LogAnalyticsError(f"{self._lines} lines were read as {rows}: please report this")
        (parsed,) = memory.run("parse/parsed")[0]
        return Marks("".join(text for (text,) in memory.run("parse/marks")), parsed)

    def count(self) -> None:
        """Count the lines that `marks` has just cut."""
        memory, parser = self._memory, self._parser
        with parser.looking_up:
            parser.lookups.cut_lines(memory)
        memory.run("parse/hits", salt=parser.salt, bucket_seconds=parser.bucket_seconds)
        with parser.looking_up:
            parser.lookups.hits(memory)
        for name in ("traffic", "outcomes", "bots", "downloads", "span"):
            memory.run(f"parse/count_{name}")
        memory.run("parse/seen")
        with parser.looking_up:
            parser.lookups.seen(memory)
        memory.run("parse/count_views", unknown_path_id=parser.lookups.unknown_path)
        memory.run("parse/count_embeds")
        memory.run("parse/forget")

    def close(self) -> None:
        """Close its connection and give its memory back."""
        self._memory.close()
        self._buffer.close()


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
