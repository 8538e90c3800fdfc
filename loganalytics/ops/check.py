# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the stored tables against each other: what must be equal is, whatever was ingested.

Equal are sums of one ingest, bucket or day and site, so they outlive undo, prune and merge. What
the ledger says of an ingest is compared only where nothing of it was erased; of an ingest of which
paths were forgotten, the pages and pairs may hold less than the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.model import RECENT, Settings
from loganalytics.ops.opening import WAIT_S, opened

_DAYS = 31  # of some tables there are thousands of rows a day: years of them take gigabytes at once


@dataclass(frozen=True, slots=True)
class Invariant:
    """What must hold: a sentence, and the `sql/ops/check/NAME.sql` that counts where it does not.

    Each statement yields one row: how many things it looked at, and how many are wrong.
    """

    claim: str
    unit: str  # of what is looked at, in the singular
    name: str
    parameters: Callable[[Settings], dict[str, Any]] = lambda _: {}
    portioned: bool = False  # whether it is asked of some days [$first, $after) at a time


@dataclass(frozen=True, slots=True)
class Finding:
    """How an invariant fared."""

    claim: str
    unit: str
    checked: int
    broken: int


def _minutes(settings: Settings) -> dict[str, Any]:
    return {"minutes": settings.bucket_minutes}


INVARIANTS = (
    Invariant("outcomes add up to the lines", "ingest", "outcomes"),
    Invariant("the lines of every ingest are known", "ingest", "known"),
    Invariant("hits and bytes are those of the ledger", "ingest", "traffic", _minutes),
    Invariant("pageviews and visits are those of the ledger", "ingest", "activity"),
    Invariant("downloads and bots are those of the ledger", "ingest", "others"),
    Invariant("what was asked for adds up to the hits of the ledger", "ingest", "requests"),
    Invariant("the timeline has the pageviews and visits of its pages", "bucket", "pages"),
    Invariant("each dimension has the pageviews and visits of the timeline", "day", "daily"),
    Invariant("pairs have the pageviews of the timeline", "day", "pairs"),
    Invariant("each dimension of an ingest has what its timeline has", "day", "dimensions"),
    Invariant("time on pages adds up to the durations of visits", "ingest", "seconds"),
    Invariant("a visit is the first of a visitor or a returning one", "day", "returning"),
    Invariant("no page was seen by more visits than it has pageviews", "page", "seen"),
    Invariant("bots and what they fetched have the traffic of bots", "day", "bots"),
    Invariant("no part of what was asked for is more than all of it", "path", "parts"),
    Invariant("no value of a pair has more than it has alone", "value", "exact", portioned=True),
    Invariant("no pair stands for fewer than k visitors", "pair", "folded", lambda s: {"k": s.k}),
    Invariant("no bucket is negative or less than its parts", "bucket", "bounds", portioned=True),
    Invariant("no ingest counted less than nothing", "ingest", "negative"),
    Invariant(
        "no day is negative or less than its parts", "value", "bounds_by_day", portioned=True
    ),
    Invariant("every title is that of a page that was seen", "title", "titles", portioned=True),
    Invariant("every count belongs to an ingest of the ledger", "ingest", "orphans"),
    Invariant("no row of hits stands twice", "row", "twice", portioned=True),
    Invariant("every join is one of ingests that are there", "join", "joins"),
    Invariant("sums of pages that are kept are those of their parts", "sum", "sums"),
    Invariant("sums of days and months that are kept are, too", "sum", "day_sums"),
    Invariant("no source is known twice", "content", "contents"),
    Invariant("every time is the start of a bucket", "time", "aligned", _minutes),
    Invariant(
        f"at most {RECENT} pageviews are kept one by one",
        "pageview",
        "recent",
        lambda _: {"most": RECENT},
    ),
)


def check(database: Path, wait_s: float = WAIT_S) -> Iterator[Finding]:
    """How each invariant fares, as it is found out. Fails as `opened`."""
    with opened(database, wait_s) as old:
        yield from findings(old.connection, old.settings)


def findings(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """How each invariant fares in the database that is attached as `old`."""
    portions = _prepare(connection, ZoneInfo(settings.timezone))
    for each in INVARIANTS:
        asked: list[dict[str, Any]] = portions if each.portioned else [{}]
        parameters = each.parameters(settings)
        found = [
            connection.run(f"ops/check/{each.name}", **parameters, **more)[0] for more in asked
        ]
        checked, broken = (sum(counts) for counts in zip((0, 0), *found, strict=True))
        yield Finding(each.claim, each.unit, checked, broken)


def _prepare(connection: Connection, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Make what the statements read; returns the days as portions, each of some days."""
    buckets = [bucket for (bucket,) in connection.run("ops/check/buckets")]
    days = [bucket.replace(tzinfo=UTC).astimezone(zone).date() for bucket in buckets]
    connection.run("ops/check/ledger")
    connection.run("ops/check/days", buckets=buckets, days=days)
    connection.run("ops/check/by_day")
    every = [day for (day,) in connection.run("ops/check/kept_days")]
    starts = every[::_DAYS]
    ends = [*starts[1:], every[-1] + timedelta(days=1)] if every else []
    return [{"first": first, "after": after} for first, after in zip(starts, ends, strict=True)]
