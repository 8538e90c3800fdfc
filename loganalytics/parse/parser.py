# SPDX-License-Identifier: GPL-3.0-or-later
"""The first pure stage: chunks of whole lines to hits, in one in-memory database.

Knows no files, no database and no command line. What it leaves in memory: the tables of
`sql/parse/counts.sql`, which the second stage folds.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, Row
from loganalytics.errors import LogAnalyticsError
from loganalytics.parse.buffer import Buffer
from loganalytics.parse.cutting import by_pattern, by_quotes
from loganalytics.parse.formats import Format
from loganalytics.parse.lookups import Lookups
from loganalytics.timings import step


@dataclass(frozen=True, slots=True)
class Skimmed:
    """What the ledger knows the lines of a chunk by, or those of one of its logs."""

    text: str
    lines: int
    # Times, UTC seconds since 1970, no hit is outside; None where there are none.
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Marks(Skimmed):
    """The same of lines that were cut. `first` and `last`: those of hits."""

    parsed: int  # how many of the lines are hits
    early: int | None  # the time that but one in twenty of the hits came to


def prepare(memory: Connection) -> None:
    """Make what the parse statements need in an in-memory database that was just opened."""
    for name in ("types", "macros", "lines", "tables"):
        memory.run(f"parse/{name}")


# Of a day of a site so many requests stay apart where there are more than twice as many: ten times
# what is stored, so that what is stored is exact but for the scan of a whole botnet. Where even
# that is too much together, fewer, down to twice what is stored.
_HELD, _FEWEST = 10_000, 1_000


class Parser:
    """What the workers of a run share: the lookups, the salt and the counts.

    `zone`: where days begin; `k`: from how many visitors on pairs are kept. `views`: how many hits
    that may be views wait to be folded; `others`: how many counts of bots and of downloads by
    visitor; `requests`: how many of what was asked for; `texts`: bytes in them to be looked up.

    `schema`: where in the memory its counts are kept. `beside`: another parser of the same run,
    whose visitors have the same keys; then what was asked for is not counted.
    """

    def __init__(
        self,
        memory: Connection,
        lookups: Lookups,
        *,
        bucket_seconds: int,
        zone: ZoneInfo,
        k: int,
        schema: str = "main",
        beside: Parser | None = None,
    ) -> None:
        self.memory = memory if schema == "main" else memory.cursor(schema)
        self.lookups = lookups
        self.bucket_seconds = bucket_seconds
        self.zone = zone
        self.k = k
        self.schema = schema
        self.counts_requests = beside is None
        # For this run, never written.
        self.salt: str = secrets.token_hex(16) if beside is None else beside.salt
        self.counting = threading.Lock()
        self.reset()

    @step("counting")
    def reset(self) -> None:
        """Forget all hits counted so far, but not what was looked up."""
        self.memory.run("parse/counts")
        self.views = self.others = self.requests = self.texts = 0

    @step("counting")
    def prune(self) -> None:
        """Hold less of what was asked for; where a day has too much of it, what was asked for most.

        No chunk may be at work.
        """
        self.memory.run("parse/sum_requests", k=self.k)
        self.memory.run("parse/sum_response_times")
        if self.memory.run("parse/most_requests")[0][0] > 2 * _HELD:
            self.memory.run("parse/prune_requests", held=_HELD)
            self.memory.run("parse/prune_response_times")
        self.measure()

    @step("counting")
    def squeeze(self, requests: int, texts: int) -> None:
        """Hold at most so much of what was asked for, if that leaves enough of each day and site.

        No chunk may be at work.
        """
        held = _HELD
        while (self.requests > requests or self.texts > texts) and held > _FEWEST:
            held //= 2
            self.memory.run("parse/prune_requests", held=held)
            self.memory.run("parse/prune_response_times")
            self.measure()

    @step("counting")
    def finish(self, before: int | None = None) -> None:
        """Make what was counted ready to be folded: all, or of the days before that of a time.

        No chunk may be at work.
        """
        if self.memory.run("parse/most_requests")[0][0] > 2 * _HELD:
            self.prune()
        day = None
        if before is not None:
            day = datetime.fromtimestamp(before, UTC).astimezone(self.zone).date()
        self.lookups.requests(day)

    @step("counting")
    def measure(self) -> None:
        """Find out how much is held of what was asked for."""
        self.requests, self.texts = self.memory.run("parse/requests")[0]

    def worker(self) -> Worker:
        """A worker that counts one chunk at a time, beside others."""
        return Worker(self)


_LEAST_LONGEST = 1 << 20  # bytes: with less, DuckDB's reader of lines saves no memory


class Worker:
    """Runs chunks through the parse statements on a connection of its own."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._memory = parser.memory.cursor(parser.schema)
        self._chunk = Buffer()
        self._sizes: list[int] = []  # in bytes, of its logs, where it holds more than one
        self._stops: list[int] = []  # and the lines that follow those of each, numbered from 1 on
        self._unjudged = 0
        self._unit = ""  # in which the lines at hand say how long requests took, if they do

    @step("cutting")
    def take(self, *logs: Sequence[bytes | memoryview]) -> None:
        """Take the text of a chunk, whole lines, which the caller need not keep.

        That of several small logs makes one chunk; their visitors have nothing to do with each
        other. None of them may be empty, and no line may lie in more than two pieces.
        """
        write = self.sink()
        stop = 1
        for pieces in logs:
            for piece in pieces:
                write(piece)
                stop += bytes(piece).count(b"\n")
            self._sizes.append(sum(len(piece) for piece in pieces))
            self._stops.append(stop)

    def sink(self) -> Callable[[bytes | memoryview], None]:
        """What takes the text of a chunk of one log, piece by piece as it is read."""
        self._chunk, self._sizes, self._stops = Buffer(), [], []
        return self._chunk.write

    @step("cutting")
    def marks(self, log_format: Format, first: int = 0) -> list[Marks]:
        """Cut the lines of the chunk, without counting them. Returns the marks of each log.

        `first`: the number of the first log among those that are counted together.
        """
        memory, parser = self._memory, self._parser
        self._run_on_chunk(
            "parse/cut",
            first=first,
            salt=parser.salt,
            pixel=parser.lookups.pixel,
            **parser.lookups.judging,
            **by_quotes(log_format),
        )
        read = memory.run("parse/check")
        self._check([lines + length for _, lines, length, _ in read])
        others = sum(others for *_, others in read)
        for of_format, pattern in log_format.tried:
            if others > 0 and memory.run("parse/fitting", whole=pattern.whole)[0][0]:
                parameters = by_pattern(of_format, pattern)
                others -= memory.run("parse/cut_by_pattern", **parameters)[0][0]
        parsed = memory.run("parse/parsed")
        self._unjudged = sum(unjudged for _, _, unjudged, *_ in parsed)
        self._unit = log_format.duration
        texts: dict[int, list[str]] = {}
        by = "marks" if log_format.layout else "marks_by_pattern"
        for log, text in memory.run(f"parse/{by}"):
            texts.setdefault(log, []).append(text)
        return [
            Marks("".join(texts[log]), lines, first, last, hits, early)
            for (log, lines, *_), (_, hits, _, early, first, last) in zip(read, parsed, strict=True)
        ]

    @step("cutting")
    def skim(self, log_format: Format) -> Sequence[Skimmed]:
        """What `marks` says of a chunk that will not be counted.

        Where quotes part its lines they are not cut any further: that is several times as fast.
        """
        if log_format.layout is None:
            return self.marks(log_format)
        logs = range(max(len(self._sizes), 1))
        sizes, lines = [0 for _ in logs], [0 for _ in logs]
        texts: list[list[str]] = [[] for _ in logs]
        times: list[list[int]] = [[] for _ in logs]
        for log, text, count, length, *stretch in self._run_on_chunk("parse/skim"):
            texts[log].append(text)
            lines[log] += count
            sizes[log] += count + length
            times[log] += [time for time in stretch if time is not None]
        self._check(sizes)
        return [
            Skimmed("".join(text), count, min(stretch, default=None), max(stretch, default=None))
            for text, count, stretch in zip(texts, lines, times, strict=True)
        ]

    def _run_on_chunk(self, name: str, **parameters: object) -> list[Row]:
        with self._chunk as text:
            return self._memory.run(
                name,
                text=text,
                # No line lies in more than two pieces. One with more bytes `_check` would miss.
                longest=max(2 * self._chunk.largest, _LEAST_LONGEST),
                stops=self._stops,
                **parameters,
            )

    def _check(self, sizes: Sequence[int]) -> None:
        """Each line and its newline were read, and nothing else."""
        if list(sizes) != (self._sizes or [self._chunk.size]):
            # Never seen; if it ever is, a wrong number must not be kept.
            raise LogAnalyticsError("a chunk was not read as its lines: please report this")

    @step("counting")
    def forget(self, known: Mapping[int, int]) -> None:
        """Forget the first lines of logs of the chunk: so many of each."""
        if known:
            self._memory.run("parse/forget_known", log=list(known), known=list(known.values()))

    @step("counting")
    def count(self) -> int:
        """Count the lines `marks` has cut. Returns how many values of theirs were looked up."""
        new, memory, parser = 0, self._memory, self._parser
        lookups, bucket_seconds = parser.lookups, parser.bucket_seconds
        if self._unjudged:
            new = lookups.cut_lines(memory)
            memory.run("parse/judge", salt=parser.salt, **lookups.judging)
        memory.run("parse/pixels")
        lookups.parameters(memory)
        if lookups.knows_spam and memory.run("parse/spam_pixels")[0][0]:
            memory.run("parse/drop_spam_pixels")
        memory.run("parse/count_traffic", bucket_seconds=bucket_seconds)
        requests = texts = 0
        if parser.counts_requests:
            lookups.days(memory, parser.zone)
            memory.run("parse/count_requests", bucket_seconds=bucket_seconds, k=parser.k)
            if self._unit:
                memory.run(
                    "parse/count_response_times", bucket_seconds=bucket_seconds, unit=self._unit
                )
            requests, texts = memory.run("parse/requests")[0]
        others = memory.run("parse/count_bots", bucket_seconds=bucket_seconds)[0][0]
        others += memory.run("parse/count_downloads", bucket_seconds=bucket_seconds)[0][0]
        memory.run("parse/count_embeds")
        views = memory.run("parse/count_pages")[0][0]
        lookups.visitors(memory)
        views += memory.run("parse/count_pixels", unknown_path_id=lookups.unknown_path)[0][0]
        with parser.counting:
            parser.views += views
            parser.others += others
            parser.requests = max(parser.requests, requests)
            parser.texts = max(parser.texts, texts)
        memory.run("parse/forget")
        return new

    def close(self) -> None:
        """Close its connection."""
        self._memory.close()
