# SPDX-License-Identifier: GPL-3.0-or-later
"""The second pure stage: hits of whole visitors to counts, in the same in-memory database.

Knows no files, no database and no command line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.fold.beside import Line, SideBySide
from loganalytics.fold.slices import of_pages, of_slice, of_slice_for_two, shares_of
from loganalytics.model import Totals
from loganalytics.timings import step

_FEW_VIEWS = 50_000  # not worth to be folded in parts
_FEWEST_VIEWS = 20_000  # not worth to give memory back for
_MARGIN = 86_400  # seconds between the lines that are read and the days that are over
_LEAST_MARGIN = 3_600  # the same where memory is short
# Views or so. A thread sorts those of one part at a time; there may be more parts than threads.
_A_PART = 400_000
_A_SLICE = 100_000  # views or so; days are not cut, and each thread has one slice in memory

_TO_VISITS: Line = ("viewed_once", "neighbours", "pair", "steps", "forget_views", "visits")
_TO_FACTS: Line = ("facts", "forget_part")
_JOINS: Line = ("join_bots", "join_downloads", "join_embeds")
# What needs no visits is counted where a thread would have to wait for one that does.
_OF_ORIGINS: tuple[Line, ...] = (("own_hosts", "origins"), ("downloads", "bots", "traffic"))
_BESIDE_FACTS: tuple[Line, ...] = (
    ("names", "origin_values"),
    ("bot_pages", "bandwidth", "response_times"),
    ("events", "errors"),
)
_OF_VISITS: tuple[Line, ...] = (
    ("page_visitors", "visitor_days", "activity"),
    ("screen_values", "people", "edges"),
)


class Folding:
    """Counts what the parser left of one source: in one go, or in portions of days that are over.

    Of several sources it counts each on its own, where they were parsed as several logs. `joins`:
    count besides what visitors of several logs, or of the known lines in the schema `earlier`, come
    to in each and in all together.

    `zone`: where days begin. `k`: a pair row of fewer visitors is folded; 1 folds none. `threads`:
    as many as the pool has that each fold is given.
    """

    def __init__(
        self, memory: Connection, *, bucket_seconds: int, zone: ZoneInfo, k: int, threads: int
    ) -> None:
        self._memory = memory
        self._bucket_seconds = bucket_seconds
        self._zone = zone
        self._k = k
        self._threads = threads
        self.joins = self.carried = False
        memory.run("fold/macros")
        self.reset()

    @step("sums")
    def reset(self) -> None:
        """Forget all that was counted."""
        self._memory.run("fold/counted")
        self._memory.run("fold/forget_all")
        self.joins = self.carried = False
        self._totals: dict[int, Totals] = {}
        self._before: int | None = None  # what lies before was folded

    def days_before(self, early: int, *, short: bool = False) -> int | None:
        """Up to where days are over when lines have come to `early`, UTC seconds since 1970.

        Lines may come later by a day; where memory is `short`, by an hour. None if that is no
        further than was folded already.
        """
        margin = _LEAST_MARGIN if short else _MARGIN
        before = self._start_of(self._day_of(max(early - margin, 0)))
        return before if self._before is None or before > self._before else None

    def portion(self, most: int) -> int | None:
        """Up to where the first days have at most so many views; None if that is all there is.

        A day that has more is a portion of its own.
        """
        days: dict[int, int] = {}
        for bucket, views in self._memory.run("fold/waiting", bucket_seconds=self._bucket_seconds):
            start = self._start_of(self._day_of(bucket))
            days[start] = days.get(start, 0) + views
        if sum(days.values()) <= most:
            return None
        end, before = None, 0
        for start, views in days.items():
            if before and (self._before is None or start > self._before):
                if end is not None and before > most:
                    break
                end = start
            before += views
        return end

    @step("sums")
    def fold_before(self, before: int, pool: Executor) -> tuple[int, int, int]:
        """Fold the visitors who were done before then; returns what is left.

        These are views, counts of bots and downloads, and counts of what was asked for.

        A visit that goes on across that time stays, with all views of its visitor. Lines that come
        later for days before it are counted all the same, and as `late`: their visits may be cut.
        """
        memory = self._memory
        memory.run("fold/border", before=before, day=self._day_of(before))
        memory.run("fold/held")
        memory.run("fold/set_aside")
        self._fold(pool, carry=False, before_sums=lambda: None)
        memory.pack()  # or it would grow with the log
        memory.run("fold/take_up")
        self._before = before
        views, others, requests = memory.run("fold/left")[0]
        return views, others, requests

    @step("sums")
    def fold_rest(
        self, pool: Executor, *, carry: bool, before_sums: Callable[[], None]
    ) -> Mapping[int, Totals]:
        """Fold what is left; returns what each log came to, the outcomes of lines that parsed.

        `before_sums` is called when nothing is left that points at what was looked up. (A portion
        of days leaves views set aside that do.)

        With `carry`, what is left is kept among the known lines for the sources that follow, and
        `carried` is set, unless a part was folded before and is gone.

        A log of which no line parsed is not among them.

        Afterwards there are tables `new_*`, whose columns are those of `sql/store/schema.sql`, and
        the single views are gone.
        """
        self._fold(pool, carry=carry, before_sums=before_sums)
        return self._totals

    def _day_of(self, time: int) -> date:
        return datetime.fromtimestamp(time, UTC).astimezone(self._zone).date()

    def _start_of(self, day: date) -> int:
        start = int(datetime.combine(day, datetime.min.time(), self._zone).timestamp())
        return start - start % self._bucket_seconds  # a day is that of a bucket's start

    def _fold(self, pool: Executor, *, carry: bool, before_sums: Callable[[], None]) -> None:
        memory = self._memory
        memory.run("fold/tables")
        late = 0
        if self._before is not None:
            late = memory.run("fold/late", before=self._before)[0][0]
        if self.joins:
            self._join()
        if carry and self._before is None:
            memory.run("fold/carry")
            self.carried = True
        memory.run("fold/met")
        memory.run("fold/new_sites")
        met = [bucket for (bucket,) in memory.run("fold/met_buckets")]
        days = [self._day_of(bucket) for bucket in met]
        memory.run("fold/buckets", bucket=met, day=days)
        views = memory.run("fold/met_views")[0][0]
        many, enough = views >= _FEW_VIEWS, views >= _FEWEST_VIEWS
        threads = self._threads if many else 1
        parts = max(threads, views // _A_PART + 1)
        if enough:
            memory.give_back()  # what took lines apart: sums are as large, and of other sizes
        with SideBySide(
            memory,
            pool,
            threads=self._threads,
            parts=parts,
            given={"bucket_seconds": self._bucket_seconds, "k": self._k},
        ) as beside:
            beside.run(("page_orders",), ("text_orders", "places"))
            beside.run_parts(_TO_VISITS)
            if many:
                memory.run("fold/keep_events")
            beside.run(*_OF_ORIGINS)
            beside.run_parts(_TO_FACTS, *_BESIDE_FACTS)
            self._add_totals(late)
            memory.run("fold/forget_hits")
            if enough:
                memory.give_back()
            beside.run(*_OF_VISITS)
            memory.run("fold/forget_visits")
            memory.run("fold/page_tables")
            beside.run(*of_pages(views, threads))
            beside.run(("pages",), ("page_people",))
            memory.run("fold/forget_facts")
            before_sums()
            beside.run_slices(self._slices(views, len(set(days)), threads))
        memory.run("fold/forget_all")
        if enough:
            memory.give_back()

    def _slices(self, views: int, days: int, threads: int) -> dict[int, Sequence[Line]]:
        """What is to be done for each slice of the days of sites, by its number, largest first.

        A slice of more rows than all others would leave threads idle, so two of them count it.
        """
        slices = -(-(views // _A_SLICE + 1) // threads) * threads  # the last round is full, too
        slices = min(slices, days or 1)
        rows: dict[int, int] = dict.fromkeys(range(slices), 0)
        rows.update(self._memory.run("fold/slices", slices=slices))
        half = sum(rows.values()) / 2
        return {
            number: of_slice_for_two(shares_of(count))
            if threads > 1 and count > half
            else (of_slice(shares_of(count)),)
            for number, count in sorted(rows.items(), key=lambda each: -each[1])
        }

    def _join(self) -> None:
        for name in ("shared_span", "shared", "shared_views", "join_views", "join_keys") + _JOINS:
            self._memory.run(f"fold/{name}")
        self._memory.run("fold/join_buckets", bucket_seconds=self._bucket_seconds)

    def _add_totals(self, late: int) -> None:
        found: dict[int, dict[str, int]] = {}
        for log, outcome, lines in self._memory.run("fold/outcomes"):
            found.setdefault(log, {})[outcome] = lines
        for log, *sums, events in self._memory.run("fold/totals"):
            outcomes = found.get(log, {})
            hits, pageviews, visits, bytes_sent, first, last = sums
            # A pixel hit is an event, or a pageview of its own, or part of one.
            alone = pageviews - outcomes.get("pageview", 0)
            merged = outcomes.get("pixel", 0) - events - alone
            outcomes |= {"event": events, "pixel": alone, "merged": merged}
            # Only a log that is counted alone is folded in portions, so only it can be late.
            totals = Totals(outcomes, hits, pageviews, visits, bytes_sent, first, last, late)
            self._totals[log] = self._totals[log] + totals if log in self._totals else totals
