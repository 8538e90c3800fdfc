# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be erased, and what that comes to in a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from loganalytics.asked import like, midnight
from loganalytics.engine import Connection
from loganalytics.ops.opening import WAIT_S, opened
from loganalytics.spelling import page_glob


@dataclass(frozen=True, slots=True)
class Erasure:
    """What goes: all of some ingests, or what lies in a range of whole days; `NOTHING`: neither.

    `start` and `end` are days of the database's zone, the end not included; None sets no bound.
    """

    ingest_ids: tuple[int, ...] = ()
    start: date | None = None
    end: date | None = None
    site: str | None = None  # None: all
    path: str | None = None  # a glob; what names no path stays then. None: all

    @property
    def ranged(self) -> bool:
        """Whether a range goes."""
        return any(bound is not None for bound in (self.start, self.end, self.site, self.path))


NOTHING = Erasure()


@dataclass(frozen=True, slots=True)
class Erased:
    """What goes, in numbers. Days are of the database's zone, None where no day is concerned."""

    hits: int
    pageviews: int
    visits: int  # that began with the pages that go
    downloads: int
    first: date | None
    last: date | None
    ingest_ids: tuple[int, ...]  # of which something goes


def foresee(database: Path, erasure: Erasure, wait_s: float = WAIT_S) -> Erased:
    """What an erasure would take of a database. Fails as `opened`."""
    with opened(database, wait_s) as old:
        return measure(old.connection, erasure, ZoneInfo(old.settings.timezone))


def measure(connection: Connection, erasure: Erasure, zone: ZoneInfo) -> Erased:
    """What an erasure takes of the database `old`; from here on the macros follow it."""
    connection.run("ops/macros")
    connection.run("ops/going", ingest_ids=list(erasure.ingest_ids))
    connection.run(
        "ops/erasure",
        ingest_ids=list(erasure.ingest_ids),
        ranged=erasure.ranged,
        since=_instant(erasure.start, zone),
        until=_instant(erasure.end, zone),
        first_day=erasure.start,
        after_day=erasure.end,
        site=erasure.site,
        pattern=None if erasure.path is None else like(page_glob(erasure.path)),
        # A path may be kept as it was written, too: where a placeholder stands in it.
        written=None if erasure.path is None else like(erasure.path),
    )
    row: tuple[Any, ...] = connection.run("ops/erased")[0]
    hits, pageviews, visits, downloads, *bounds, ingest_ids = row
    first_bucket, last_bucket, first_day, last_day = bounds
    return Erased(
        hits,
        pageviews,
        visits,
        downloads,
        min((d for d in (_day(first_bucket, zone), first_day) if d is not None), default=None),
        max((d for d in (_day(last_bucket, zone), last_day) if d is not None), default=None),
        tuple(ingest_ids),
    )


def _instant(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else midnight(day, zone).replace(tzinfo=None)


def _day(moment: datetime | None, zone: ZoneInfo) -> date | None:
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).date()
