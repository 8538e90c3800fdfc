# SPDX-License-Identifier: GPL-3.0-or-later
"""Removes days that are over: once, or at each ingest as a retention kept in the database.

The ledger stays, so that an old log is still known and brings no old day back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from loganalytics import engine
from loganalytics.asked import DAYS, midnight, understand
from loganalytics.errors import DatabaseError, LockedError, UsageError
from loganalytics.ops.erasure import Erasure, measure
from loganalytics.ops.opening import WAIT_S, Old, existing, opened
from loganalytics.ops.rewrite import Rewritten, rewrite

CREDIBLE = timedelta(days=31)  # how far the clock may be ahead of the newest hit
_BY_HAND = "If the clock is right, `loganalytics prune --older-than {}d` removes them"


@dataclass(frozen=True, slots=True)
class Retained:
    """What became of a retention. `day`: the first that was to stay.

    `done` is None where the clock was in doubt, which `doubt` says; then nothing was removed.
    """

    day: date
    done: Rewritten | None
    doubt: str = ""


def days(text: str) -> int | None:
    """How many days `90d` or `12w` are; None where the text is neither."""
    match = re.fullmatch(r"0*([1-9][0-9]{0,4})([dw])", text.strip().lower(), re.ASCII)
    return int(match[1]) * (7 if match[2] == "w" else 1) if match else None


def older_than(
    database: Path, text: str, now: datetime, wait_s: float = WAIT_S
) -> tuple[date, Erasure]:
    """The first day that stays, and what goes.

    `90d`: today and the 90 days before stay. A date, week, month or year: what was before it goes.
    Days are those of the database's zone. Raises `UsageError` for any other text, and fails as
    `opened`.
    """
    with opened(database, wait_s) as old:
        zone = ZoneInfo(old.settings.timezone)
    count = days(text)
    if count is not None:
        day = _ago(count, zone, now)
    elif re.fullmatch(r"\s*[1-9][0-9]{0,2}\s*", text, re.ASCII):
        number = text.strip()
        raise UsageError(f"--older-than {number}: say {number}d for days or {number}w for weeks")
    else:
        begins = understand(text, zone, now, f"90d, 12w, {DAYS}").start
        day = begins.astimezone(zone).date()
        if midnight(day, zone) != begins:
            raise UsageError(f"--older-than {text}: only whole days can be removed; give a date")
    return day, Erasure(end=day)


def keep(database: Path, count: int | None, wait_s: float = WAIT_S) -> None:
    """Let each ingest remove what is older than `count` days; None: no longer.

    Fails as `opened`.
    """
    with opened(database, wait_s):
        path = existing(database)  # and it is one of ours
    with engine.memory(memory_limit="100MB") as memory:
        memory.attach(path, wait_s=wait_s)
        try:
            if count is None:
                memory.run("ops/unset_keep")
            else:
                memory.run("ops/set_keep", days=str(count))
        finally:
            memory.detach()


def apply_retention(database: Path, now: datetime, wait_s: float = WAIT_S) -> Retained | None:
    """Remove the days that a database no longer keeps, unless the clock is in doubt.

    Costs a look at the database, and a rewrite when a day went by. None where there was nothing to
    do. Raises `DatabaseError` and `LockedError`, after which nothing was removed.
    """
    if not database.exists():
        return None
    try:
        with opened(database, wait_s) as old:
            count = old.meta.get("keep", "")
            if not count.isdecimal():
                return None
            zone = ZoneInfo(old.settings.timezone)
            day = _ago(int(count), zone, now)
            gone = Erasure(end=day)
            if not measure(old.connection, gone, zone).ingest_ids:
                return None
            doubt = _doubt(old, now)
        if doubt is not None:
            return Retained(day, None, f"{doubt} {_BY_HAND.format(count)}")
        return Retained(day, rewrite(database, gone, wait_s=wait_s))
    except (DatabaseError, LockedError) as error:
        kind = LockedError if isinstance(error, LockedError) else DatabaseError
        raise kind(f"{error}. The next ingest tries to remove old days again") from None


def clock_in_doubt(database: Path, days: int, now: datetime, wait_s: float = WAIT_S) -> str | None:
    """Why nothing is to be removed without being looked at, if so. Fails as `opened`.

    By a clock that is wrong by years a retention would remove all there is, and for good.
    """
    with opened(database, wait_s) as old:
        doubt = _doubt(old, now)
    return None if doubt is None else f"{doubt} {_BY_HAND.format(days)}"


def _doubt(old: Old, now: datetime) -> str | None:
    newest: datetime | None = old.connection.run("ops/newest")[0][0]
    if newest is None or now - newest.replace(tzinfo=UTC) <= CREDIBLE:
        return None
    zone = ZoneInfo(old.settings.timezone)
    return (
        f"{old.path}: no old day was removed: the clock says {now.astimezone(zone):%Y-%m-%d}, but "
        f"the newest hit is of {newest.replace(tzinfo=UTC).astimezone(zone):%Y-%m-%d}, more than "
        f"{CREDIBLE.days} days before."
    )


def _ago(count: int, zone: ZoneInfo, now: datetime) -> date:
    return now.astimezone(zone).date() - timedelta(days=count)
