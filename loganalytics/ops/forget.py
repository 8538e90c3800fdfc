# SPDX-License-Identifier: GPL-3.0-or-later
"""Forgets pages, sites or days: what was counted of them, not that their logs are known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from loganalytics.asked import (
    BACK,
    DAYS,
    midnight,
    site_named,
    sites_listed,
    understand,
    understand_end,
)
from loganalytics.errors import UsageError
from loganalytics.ops.erasure import Erasure
from loganalytics.ops.opening import WAIT_S, Old, opened
from loganalytics.spelling import refuse_no_path


def what(
    database: Path,
    *,
    path: str | None,
    site: str | None,
    start: str | None,
    end: str | None,
    now: datetime,
    wait_s: float = WAIT_S,
) -> Erasure:
    """What is to be forgotten: what all of these say together, None saying nothing.

    `path` is a glob; `site` one as reports take it; `start` and `end` are texts of days of the
    database's zone, the end included. Raises `UsageError` where nothing is said or no whole days
    are meant, or there is no such site, and fails as `opened`.
    """
    if path is not None:
        refuse_no_path(path)
    with opened(database, wait_s) as old:
        zone = ZoneInfo(old.settings.timezone)
        if site is not None:
            _must_have(old, site)
    since = until = None
    if start is not None:
        since = _day(understand(start, zone, now, f"{DAYS}, {BACK}").start, start, zone)
    if end is not None:
        until = _day(understand_end(end, zone, now, DAYS).end, end, zone)
    erasure = Erasure(
        start=since,
        end=until,
        site=site_named(site),
        path=path,
    )
    if not erasure.ranged:
        raise UsageError("say what to forget: --path, --site, --start or --end")
    if erasure.start and erasure.end and erasure.start >= erasure.end:
        raise UsageError(f"no day is from {start} to {end}")
    return erasure


def _must_have(old: Old, site: str) -> None:
    """What is spelled wrong would stay, and its owner think that it went."""
    names = [name for (name,) in old.connection.run("ops/sites", table="old.traffic")]
    if site_named(site) not in names:
        its = f"its sites are {sites_listed(names)}" if names else "it has none"
        raise UsageError(f"{old.path} holds no site {site!r}; {its}")


def _day(instant: datetime, text: str, zone: ZoneInfo) -> date:
    day = instant.astimezone(zone).date()
    if midnight(day, zone) != instant.astimezone(UTC):
        raise UsageError(f"{text}: only whole days can be forgotten; give a date")
    return day
