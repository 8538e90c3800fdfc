# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads known lines again, so that visits go on from one ingest to the next.

A visitor of the new lines may be one whom earlier ingests counted already. What both have together
is counted by fold/ (`joins`), but it takes the earlier lines: these are not in the database, which
holds nothing of single visitors, but in the logs, as long as these are there. So the contents that
the ledger knows near the new lines are looked for in the same source and in its folder, and read
again: from the beginning of the day of the earliest new line on, and further back while a visit
reaches over. What was counted in the same run is still at hand.

Where one of them is gone, or was counted with other geo data, lists or options, all stays as if
there were none: what the ledger then says of visits that may be cut is in `cut_edges`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, EngineError
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.joined import Span, joined
from loganalytics.ingest.rereading import Reading, Window
from loganalytics.ingest.siblings import Known, beside, prefixes
from loganalytics.model import Content, Near
from loganalytics.parse.formats import Format
from loganalytics.parse.lookups import Lookups
from loganalytics.parse.parser import Parser
from loganalytics.sources import Source
from loganalytics.store import Store
from loganalytics.timings import step

_MARGIN = 6 * 3600  # seconds before the day of the earliest new line that are read at first
_MOST_MARGIN = 72 * 3600  # up to which it is doubled, while visits reach over
_MOST_BYTES = 64 << 20  # of text: more is not read again for a visit that reaches over
_ALWAYS = Window(-(1 << 40), 1 << 40)


class Earlier:
    """The known lines of a run that are held in memory, in the schema `earlier`."""

    def __init__(
        self,
        memory: Connection,
        lookups: Lookups,
        parser: Parser,
        budget: Budget,
        *,
        zone: ZoneInfo,
        options: str,
        wait: float,
    ) -> None:
        self._memory = memory
        self._lookups = lookups
        self._bucket_seconds = parser.bucket_seconds
        self._parser = Parser(
            memory,
            lookups,
            bucket_seconds=parser.bucket_seconds,
            zone=zone,
            k=parser.k,
            schema="earlier",
            beside=parser,
        )
        self._budget = budget
        self._zone = zone
        self._options = options
        self._wait = wait
        self._held: dict[int, Window] = {}  # of which ingests all lines of a window are held
        self._dirty = False  # whether any lines may be
        self._bytes = 0  # that were read again for the source at hand

    @step("earlier")
    def clear(self) -> None:
        """Forget all known lines."""
        self._held = {}
        if self._dirty:
            self._parser.reset()
        self._dirty = False

    def let_go(self) -> None:
        """Forget them for a log that is stored: what fails is done before the next is counted."""
        with suppress(EngineError):
            self.clear()

    @step("earlier")
    def keep(self, ingest_ids: Sequence[int]) -> None:
        """Take down whose lines were carried over; forget all if that is too much by now."""
        self._dirty = True
        self._held.update(dict.fromkeys(ingest_ids, _ALWAYS))
        try:
            held = self._memory.run("earlier/held")[0][0]
            much = held > self._budget.views or self._lookups.values > self._budget.values
        except EngineError:  # the log is stored: this only helps those that follow
            much = True
        if much:
            self.let_go()

    @step("earlier")
    def find(self, store: Store, sources: Sequence[Source], log_format: Format) -> Near | None:
        """Read the known lines near those that were counted just now, which came from `sources`.

        None where they cannot be had, or not all of them.
        """
        if not self._held:
            self.clear()
        self._reach(_ALWAYS)
        self._dirty = True  # also by what is carried over from these sources
        if not store.contents:
            return Near((), 0, (0, 0))
        memory = self._memory
        memory.attach_old(store.path, wait_s=self._wait)
        try:
            if not memory.run("ops/is_current")[0][0]:
                return None
            latest, count = memory.run("earlier/state")[0]
            found = self._found(sources, log_format)
        except EngineError as error:
            if error.failure != "out of memory":
                raise
            found = None
        except OSError:  # too many open files
            found = None
        finally:
            memory.detach("old")
        if found is None:
            self.clear()
            return None
        return Near(found[0], found[1], (latest, count))

    def _found(
        self, sources: Sequence[Source], log_format: Format
    ) -> tuple[tuple[int, ...], int] | None:
        self._bytes = 0
        refused: set[tuple[str, int]] = set()  # files that are not what they seemed to be
        days = self._days()
        sites = [site for (site,) in self._memory.run("earlier/met_sites")]
        if not days:  # no new line is a hit
            return (), 0
        margin = _MARGIN
        while True:
            window = self._window(days, margin)
            ids = self._near(days, sites, margin, log_format)
            if ids is None or not self._read(ids, window, sources, log_format, refused):
                return None
            if not ids:
                return (), 0
            self._memory.run("earlier/reaching", since=window.since, until=window.until)
            reaching = sum(self._memory.run("earlier/reach")[0])
            if not reaching:
                return tuple(ids), 0
            if margin > _MOST_MARGIN or self._bytes > _MOST_BYTES:
                self._memory.run("earlier/drop_reaching")
                self._held = {}  # they lack these visitors: another source has to read them again
                return tuple(ids), reaching
            margin *= 2

    def _reach(self, window: Window) -> None:
        self._memory.run("earlier/stretch", since=window.since, until=window.until)

    def _days(self) -> list[tuple[date, date]]:
        """The days of the new lines, as ranges, both ends included."""
        met = {
            datetime.fromtimestamp(bucket, UTC).astimezone(self._zone).date()
            for (bucket,) in self._memory.run("earlier/met_buckets")
        }
        ranges: list[tuple[date, date]] = []
        for day in sorted(met):
            if ranges and day - ranges[-1][1] <= timedelta(days=1):
                ranges[-1] = (ranges[-1][0], day)
            else:
                ranges.append((day, day))
        return ranges

    def _window(self, days: Sequence[tuple[date, date]], margin: int) -> Window:
        # Where known lines follow, the day after is needed whole: a visit that begins there no
        # longer may be its visitor's first one of that day, and the others move up.
        since = self._midnight(days[0][0]) - margin
        until = self._midnight(days[-1][1] + timedelta(days=2)) + margin
        return Window(since - since % self._bucket_seconds, until - until % self._bucket_seconds)

    def _midnight(self, day: date) -> int:
        return int(datetime.combine(day, time(), self._zone).timestamp())

    def _near(
        self,
        days: Sequence[tuple[date, date]],
        sites: Sequence[str],
        margin: int,
        log_format: Format,
    ) -> list[int] | None:
        """The ingests near the new lines.

        None if one was counted in another way, or if their own visits were cut where they met.
        """
        windows = [self._window([each], margin) for each in days]
        rows = self._memory.run(
            "earlier/near",
            site=list(sites),
            since=[_naive(each.since) for each in windows],
            until=[_naive(each.until) for each in windows],
            first_day=[first for first, _ in days],
            last_day=[last for _, last in days],
        )
        alike = (log_format.name, self._lookups.geo, self._lookups.lists, self._options, "")
        if any(tuple(row[4:]) != alike for row in rows):
            return None
        ids = [row[0] for row in rows]
        if len(ids) > 1:
            joins: dict[int, list[int]] = {}
            for ingest_id, join_id in self._memory.run("earlier/joined", ingest_id=ids):
                joins.setdefault(join_id, []).append(ingest_id)
            spans = [self._span(*row[:4]) for row in rows]
            if not joined(spans, list(joins.values())):
                return None
        return ids

    def _span(self, ingest_id: int, first: datetime, last: datetime, sites: list[str]) -> Span:
        begin, end = (each.replace(tzinfo=UTC).astimezone(self._zone) for each in (first, last))
        return Span(ingest_id, begin, end, frozenset(sites))

    def _read(
        self,
        ids: Sequence[int],
        window: Window,
        sources: Sequence[Source],
        log_format: Format,
        refused: set[tuple[str, int]],
    ) -> bool:
        """Have the lines of these ingests in memory, as far as they lie in the window."""
        if not all(self._held[each].holds(window) for each in ids if each in self._held):
            self.clear()
        missing = {each for each in ids if each not in self._held}
        if not missing:
            self._reach(window)
            return True
        rows = self._memory.run("earlier/contents", ingest_id=sorted(missing))
        known = [Known(row[0], Content(*row[1:5]), row[5]) for row in rows]
        self._dirty = True
        with Reading(self._parser, self._budget) as reading:
            for source, head in reading.heads(beside(sources, window), log_format):
                for content, owners in prefixes(known, head, missing):
                    if (source.name, content.bytes) in refused:
                        continue
                    self._bytes += content.bytes
                    if not reading.count(source, content, window, log_format):
                        refused.add((source.name, content.bytes))
                        self.clear()
                        return self._read(ids, window, sources, log_format, refused)
                    self._held.update(dict.fromkeys(owners, window))
                    missing -= owners
                    break
                if not missing:
                    break
        if missing:
            return False
        self._reach(window)
        self._memory.run("earlier/clip")
        self._held = dict.fromkeys(self._held, window)
        return True


def _naive(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
