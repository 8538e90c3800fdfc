# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads known lines again, so that visits go on from one ingest to the next.

A visitor of the new lines may be one whom earlier ingests counted already. What both have together
is counted by fold/ (`joins`), but it takes the earlier lines: these are not in the database, which
holds nothing of single visitors, but in the logs, as long as these are there. So the contents that
the ledger knows near the new lines are looked for in the same source and in its folder, and read
again: from the beginning of the day of the earliest new line on, and further back if a visit
reaches over. What was counted in the same run is still at hand.

Where one of them is gone, or was counted with other geo data, lists or options, it is as if there
were none, nor those that it was joined with: what the ledger then says of visits that may be cut is
in `cut_edges`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import tee
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, EngineError
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.joined import Neighbours, span
from loganalytics.ingest.rereading import Reading, State
from loganalytics.ingest.siblings import Known, beside, by_head, candidates, parts
from loganalytics.ingest.skimming import AtHand, Seen, Window
from loganalytics.model import Content, Near
from loganalytics.parse.formats import Format, is_same
from loganalytics.parse.lookups import Lookups
from loganalytics.parse.parser import Parser
from loganalytics.store import Store
from loganalytics.timings import step

_MARGIN = 6 * 3600  # seconds before the day of the earliest new line that are read at first
_PAUSE = 1800  # seconds that end a visit
# Seconds of a visit that is not joined. A shorter one with a new line in it ends on the day after
# that, and begins no longer before the day: so far is read where a visit reaches over the margin.
_LONGEST = 22 * 3600
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
        self._erased = 0  # what the ledger said was erased when they were read
        # Of the source at hand: bytes that were cut again, what was seen of it and of files beside
        # it, and those that are not what they seemed.
        self._bytes = 0
        self._seen: dict[str, Seen] = {}
        self._refused: set[str] = set()
        self._heads: dict[State, str] = {}  # of files, in all of the run

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
    def find(self, store: Store, at_hand: AtHand) -> Near | None:
        """Read the known lines near those of the sources that were counted just now.

        None where that fails.
        """
        self._seen = dict(at_hand.seen)
        if not self._held:
            self.clear()
        self._reach(_ALWAYS)
        self._dirty = True  # also by what is carried over from these sources
        if not store.contents:
            return Near((), 0, (0, 0, 0), others=False)
        memory = self._memory
        memory.attach_old(store.path, wait_s=self._wait)
        try:
            if not memory.run("ops/is_current")[0][0]:
                return None
            latest, count, erased = memory.run("store/state", table="old.ingests")[0]
            if erased != self._erased:  # what is held may be gone from the database
                self.clear()
                self._dirty, self._erased = True, erased
            found = self._found(at_hand)
        except EngineError as error:
            if not error.out_of_memory:
                raise
            found = None
        except OSError:  # too many open files
            found = None
        finally:
            memory.detach("old")
        if found is None:
            self.clear()
            return None
        ids, reaching, others = found
        return Near(tuple(sorted(ids)), reaching, (latest, count, erased), others)

    def _found(self, at_hand: AtHand) -> tuple[set[int], int, bool]:
        """The ingests whose lines were read, how many visitors are left out, if others are near."""
        self._bytes = 0
        self._refused = set()
        days = self._days()
        sites = [site for (site,) in self._memory.run("earlier/met_sites")]
        if not days:  # no new line is a hit
            return set(), 0, False
        lost: set[int] = set()  # those whose lines cannot be had
        before: set[int] = set()
        day = self._midnight(days[0][0])
        for margin in (_MARGIN, _LONGEST + _PAUSE):
            window = self._window(days, margin)
            near = self._near(days, sites, margin, at_hand.format)
            ids = self._had(near, window, at_hand, lost)
            others = len(ids) < len(near.spans)
            if not before <= ids:  # there is no telling how long the visits are that reach back
                self.clear()
                return set(), 0, True
            if not ids:
                return ids, 0, others
            self._memory.run("earlier/reaching", since=window.since, day=day, longest=_LONGEST)
            reaching, left_out = self._memory.run("earlier/reach")[0]
            if not reaching or self._bytes > _MOST_BYTES:
                break
            before = ids
        if left_out:
            self._memory.run("earlier/drop_reaching")
            self._held = {}  # they lack these visitors: another source has to read them again
        return ids, left_out, others

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
        until = self._midnight(days[-1][1] + timedelta(days=2))
        return Window(since - since % self._bucket_seconds, until - until % self._bucket_seconds)

    def _midnight(self, day: date) -> int:
        return int(datetime.combine(day, time(), self._zone).timestamp())

    def _near(
        self,
        days: Sequence[tuple[date, date]],
        sites: Sequence[str],
        margin: int,
        log_format: Format,
    ) -> Neighbours:
        windows = [self._window([each], margin) for each in days]
        rows = self._memory.run(
            "earlier/near",
            site=list(sites),
            since=[_naive(each.since) for each in windows],
            until=[_naive(each.until) for each in windows],
            first_day=[first for first, _ in days],
            last_day=[last for _, last in days],
        )
        alike = (self._lookups.geo, self._lookups.lists, self._options, "")
        joins: dict[int, list[int]] = {}
        for ingest_id, join_id in self._memory.run(
            "earlier/joined", ingest_id=[row[0] for row in rows]
        ):
            joins.setdefault(join_id, []).append(ingest_id)
        return Neighbours(
            [span(*row[:4], zone=self._zone, bucket_seconds=self._bucket_seconds) for row in rows],
            list(joins.values()),
            {row[0] for row in rows if row[5:] != alike or not is_same(row[4], log_format)},
        )

    def _had(self, near: Neighbours, window: Window, at_hand: AtHand, lost: set[int]) -> set[int]:
        """Have the lines in memory of those that can be joined with; takes down which are lost."""
        while True:
            ids = near.joinable(lost)
            others = near.ingest_ids - ids
            if not others.isdisjoint(self._held):
                self.clear()
            missing = self._read(ids, others, window, at_hand)
            if not missing:
                return ids
            lost |= missing

    def _read(self, ids: set[int], others: set[int], window: Window, at_hand: AtHand) -> set[int]:
        """Read the lines of these ingests, and none of others, as far as they lie in the window.

        Returns those whose lines cannot be had.
        """
        if not all(self._held[each].holds(window) for each in ids if each in self._held):
            self.clear()
        missing = ids.difference(self._held)
        if not missing:
            self._reach(window)
            return missing
        rows = self._memory.run("earlier/contents", ingest_id=sorted(missing))
        known = by_head(Known(row[0], Content(*row[1:6]), row[6]) for row in rows)
        self._dirty = True
        with Reading(self._parser, self._budget, self._seen, self._heads) as reading:
            files = beside(at_hand.sources, window)
            heads, again = tee(reading.heads(files, at_hand.format))
            little = reading.whole(heads, known, missing, others.union(self._held), at_hand.format)
            for part in little:
                self._bytes += part.content.bytes
                self._held.update(dict.fromkeys(part.owners, window))
                missing -= part.owners
            for source, contents in candidates(again, known, missing):
                if source.name in self._refused:
                    continue
                begun = reading.begins_with(source, contents, at_hand.format)
                for part in parts(begun, missing, others.union(self._held)):
                    if not part.owners & missing:
                        continue
                    stretches = reading.near(source, part, window)
                    self._bytes += sum(each.end - each.begin for each in stretches)
                    if not reading.count(source, stretches, window, at_hand.format):
                        self._refused.add(source.name)
                        self.clear()
                        return self._read(ids, others, window, at_hand)
                    self._held.update(dict.fromkeys(part.owners, window))
                    missing -= part.owners
        if not missing:
            self._reach(window)
            self._memory.run("earlier/clip")
            self._held = dict.fromkeys(self._held, window)
        return missing


def _naive(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
