# SPDX-License-Identifier: GPL-3.0-or-later
"""The range `[start, end)` of a report, of the dates that people write.

All instants in here are aware and in UTC unless a name says local. Days begin at midnight of the
database's zone, so some have 23 or 25 hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from loganalytics.asked import ALL, BACK, TIMES, midnight, understand, understand_end
from loganalytics.errors import UsageError

DEFAULT_DAYS = 30
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """The range of a report, on borders of buckets."""

    start: datetime
    end: datetime
    zone: ZoneInfo
    widened: bool = False  # whether an instant inside a bucket was moved to its border

    @property
    def first_day(self) -> date:
        """The first local day that the range touches."""
        return self.start.astimezone(self.zone).date()

    @property
    def after_day(self) -> date:
        """The local day after the last one that the range touches."""
        last = (self.end - timedelta(microseconds=1)).astimezone(self.zone).date()
        return last + timedelta(days=1)

    @property
    def days(self) -> int:
        """How many local days the range touches."""
        return (self.after_day - self.first_day).days

    @property
    def cuts_days(self) -> bool:
        """Whether the range begins or ends inside a local day."""
        return (
            midnight(self.first_day, self.zone) != self.start
            or midnight(self.after_day, self.zone) != self.end
        )


def resolve(
    start: str | None,
    end: str | None,
    *,
    zone: ZoneInfo,
    bucket: timedelta,
    data: tuple[datetime, datetime] | None,
    now: datetime,
) -> Period:
    """Return the period that `--start` and `--end` ask for.

    `data` holds the first and the last bucket that hold hits. Without an end the range goes to the
    last day with data (to today where the start was relative); without a start it has 30 days, and
    with `all` it begins on the first day with data.
    Raises `UsageError` for texts that say nothing, or an end that is not after the start.
    """
    one = timedelta(days=1)
    today = now.astimezone(zone).date()
    last = data[1].astimezone(zone).date() if data else today
    if end is not None:
        until = understand_end(end, zone, now, TIMES).end
    if start is not None and start.strip().lower() == ALL:
        until = until if end is not None else midnight(last + one, zone)
        since = midnight(data[0].astimezone(zone).date() if data else last, zone)
    elif start is not None:
        begins = understand(start, zone, now, f"{TIMES}, {BACK}, {ALL}")
        since = begins.start
        if end is None:
            ends = [midnight(last + one, zone), midnight(today + one, zone)]
            if begins.relative:
                ends.reverse()
            # A start after all data, or in the future, still shows its own day, month or year.
            own = max(begins.end, midnight(since.astimezone(zone).date() + one, zone))
            until = next((instant for instant in ends if instant > since), own)
    else:
        if end is None:
            until = midnight(last + one, zone)
        final = (until - timedelta(microseconds=1)).astimezone(zone).date()
        since = midnight(final - timedelta(days=DEFAULT_DAYS - 1), zone)
    if since >= until:
        raise UsageError(
            f"the range is empty: {local(since, zone)} is not before {local(until, zone)}"
            " (a date as an end includes that day)"
        )
    low, high = floor(since, bucket), _ceil(until, bucket)
    return Period(low, high, zone, widened=(low, high) != (since, until))


def floor(instant: datetime, bucket: timedelta) -> datetime:
    """Return the start of the bucket that an instant lies in."""
    return instant - (instant - EPOCH) % bucket


def _ceil(instant: datetime, bucket: timedelta) -> datetime:
    return instant + (EPOCH - instant) % bucket


def local(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as minutes of the zone, for messages."""
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")
