# SPDX-License-Identifier: GPL-3.0-or-later
"""What a database says of itself: the values that cross from `ops` over `cli` to `render`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """What lines came to. The outcomes, in the order in which they are judged, sum to `lines`."""

    lines: int
    outcomes: dict[str, int]
    hits: int
    pageviews: int
    visits: int
    bytes_sent: int
    cut_edges: int
    late: int
    placeholders: int


@dataclass(frozen=True, slots=True)
class Ingested:
    """One row of the ledger. Times are aware, in the database's zone."""

    ingest_id: int
    ingested: datetime
    source: str
    format: str
    first: datetime | None  # minute of the earliest new hit; None without hits
    last: datetime | None
    seconds: float
    counts: Counts
    geo: str
    lists: str
    erased: str  # what prune or forget took of its counts since: '', 'days' or 'paths'


@dataclass(frozen=True, slots=True)
class Used:
    """A version of country data or of lists, and which ingests used it."""

    version: str
    first_ingest: int
    last_ingest: int
    ingests: int


@dataclass(frozen=True, slots=True)
class Status:
    """A database: what it is, what it holds, and what was put into it."""

    database: str
    size: int  # bytes on the disk, its write-ahead log included
    schema_version: int
    timezone: str
    bucket_minutes: int
    k: int
    keep_days: int | None  # the days that each ingest keeps; None: all
    start: datetime | None  # of the data, [start, end), whole buckets; None without hits
    end: datetime | None
    sites: tuple[str, ...]  # the busiest first
    contents: int  # that are known
    last_ingest: datetime | None
    totals: Counts  # of all ingests
    geo: tuple[Used, ...]  # the latest first
    lists: tuple[Used, ...]
    ingests: tuple[Ingested, ...]  # the latest first
    more: int  # ingests that were left out
