# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a database of years as quick to report on as one of weeks.

A nightly ingest adds some thousand rows of pages, each page once an hour, and a report of a year
would have to add up millions. So whenever so many rows have come by small ingests, they are

- sorted: written again as one run ordered by site and path, the same rows under the same ingest_id.
  In the order in which they came every page is in every part of the table, and each part keeps a
  list of all paths; sorted, the table is read several times faster.
- summed by month into `month_pages`, with the latest titles in `latest_titles`.

At the same time traffic, which has a row for each status and method of an hour, is summed by day,
and by month what has thousands of rows a day: bots, what they fetched, what hits took and how long.

Each row is sorted and summed once; the tables `summed` and `summed_days` say up to which ingest.
Reports add to the sums what came later. Whoever takes rows away must empty all of these tables,
which are then filled again by and by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError, LockedError
from loganalytics.store import Store
from loganalytics.timings import step
from loganalytics.zones import days, months

RUN = 4 * 122_880  # rows of pages at least: four of the groups in which DuckDB keeps a table
_MOST = 2  # runs at a time, so that no ingest into an old database has to sort it all
_BY_MONTH = ("bots", "bot_pages", "bandwidth", "response_times")


@dataclass(frozen=True, slots=True)
class Part:
    """What one ingest added to pages. Buckets are naive UTC."""

    ingest_id: int
    rows: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """Ingests whose rows will stand together: those after one ingest_id, up to another."""

    after: int
    parts: tuple[Part, ...]

    @property
    def until(self) -> int:
        """The last ingest."""
        return self.parts[-1].ingest_id


@step("storing")
def sum_up(memory: Connection, store: Store) -> None:
    """Sort and sum what small ingests added to a database, if it is `RUN` rows of pages or more.

    Only speed depends on it: where the database is locked, or memory too small, all stays as it
    is, and a later ingest tries again.
    """
    zone = ZoneInfo(store.settings.timezone)
    with suppress(DatabaseError, LockedError), store.attached(memory):
        if not memory.run("store/tables_attached"):  # the database went just now
            return
        memory.run("store/upgrade_sums")
        for mark, settle in (("summed", _sum_pages), ("summed_days", _sum_days)):
            for run in islice(_due(memory, mark), _MOST):
                with memory.transaction():
                    settle(memory, run, zone)
                    memory.run(f"store/add_{mark}", until=run.until)


def runs(parts: Iterable[Part], after: int, least: int) -> Iterator[Run]:
    """Divide what ingests added, in order of their ids, into runs of `least` rows or more.

    An ingest that has as many by itself is a run of its own. The last ingests belong to none yet.
    """
    waiting: list[Part] = []
    rows = 0  # of those that wait
    for part in parts:
        if part.rows >= least and waiting:
            yield Run(after, tuple(waiting))
            after, waiting, rows = waiting[-1].ingest_id, [], 0
        waiting.append(part)
        rows += part.rows
        if rows >= least:
            yield Run(after, tuple(waiting))
            after, waiting, rows = part.ingest_id, [], 0


def _due(memory: Connection, mark: str) -> list[Run]:
    (after,) = memory.run(f"store/{mark}")[0]
    parts = (Part(*row) for row in memory.run("store/unsummed", after=after))
    return list(runs(parts, after, RUN))


def _sum_pages(memory: Connection, run: Run, zone: ZoneInfo) -> None:
    ids = {"after": run.after, "until": run.until}
    first, last = min(part.first for part in run.parts), max(part.last for part in run.parts)
    touched = {"months": months(first, last, zone)}
    if len(run.parts) > 1:  # one ingest alone was added sorted
        for table in ("pages", "titles"):
            (end,) = memory.run(f"store/end_of_{table}")[0]
            added = memory.run(f"store/sort_{table}", **ids)
            if memory.run(f"store/drop_unsorted_{table}", **ids, end=end) != added:
                raise DatabaseError(f"{table} changed while it was sorted")
    (end,) = memory.run("store/end_of_month_pages")[0]
    memory.run("store/sum_month_pages", **ids, **touched)
    memory.run("store/drop_month_pages", **touched, end=end)
    memory.run("store/add_latest_titles", **ids)
    memory.run("store/drop_older_titles")


def _sum_days(memory: Connection, run: Run, zone: ZoneInfo) -> None:
    ids = {"after": run.after, "until": run.until}
    first, last = memory.run("store/span_of_traffic", **ids)[0]
    if first is not None:
        memory.run("store/sum_day_traffic", **ids, days=days(first, last, zone))
    for table in _BY_MONTH:
        memory.run(f"store/sum_month_{table}", **ids)
