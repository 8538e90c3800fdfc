# SPDX-License-Identifier: GPL-3.0-or-later
"""Dates as people write them, made into the range `[start, end)` of a report.

All instants in here are aware and in UTC unless a name says local. Days begin at midnight of the
database's zone, so some have 23 or 25 hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loganalytics.errors import UsageError

FORMS = (
    "2026-10-31, 2026-10, 2026, 2026-W44, 2026-10-31T18:00 (with or without an offset), "
    "UNIX seconds, today, yesterday; as a start also 7d"
)
DEFAULT_DAYS = 30
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """What one text means: a start takes its `start`, an end its `end`; an instant has one."""

    start: datetime
    end: datetime
    relative: bool = False  # understood by the wall clock


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


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins, also where clocks skip that midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def understand(text: str, zone: ZoneInfo, now: datetime) -> Span:
    """Read a date, an instant, a month, a year, a week, or a word. Raises `UsageError`."""
    try:
        span = _span(text.strip().lower(), zone, now)
    except (ValueError, OverflowError, OSError):
        span = None
    if span is None or not 1969 <= span.start.year <= 2999:
        raise UsageError(f"cannot read {text!r} as a time; understood are {FORMS}")
    return span


def _span(text: str, zone: ZoneInfo, now: datetime) -> Span | None:
    today = now.astimezone(zone).date()
    one = timedelta(days=1)
    if text == "today":
        return Span(midnight(today, zone), midnight(today + one, zone), relative=True)
    if text == "yesterday":
        return Span(midnight(today - one, zone), midnight(today, zone), relative=True)
    if match := re.fullmatch(r"([1-9][0-9]{0,3})d", text, re.ASCII):
        first = today - timedelta(days=int(match[1]) - 1)
        return Span(midnight(first, zone), midnight(today + one, zone), relative=True)
    if match := re.fullmatch(r"([0-9]{4})", text, re.ASCII):
        year = int(match[1])
        return Span(midnight(date(year, 1, 1), zone), midnight(date(year + 1, 1, 1), zone))
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text, re.ASCII):
        first = date(int(match[1]), int(match[2]), 1)
        return Span(midnight(first, zone), midnight(_next_month(first), zone))
    if match := re.fullmatch(r"([0-9]{4})-w([0-9]{2})", text, re.ASCII):
        first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return Span(midnight(first, zone), midnight(first + 7 * one, zone))
    if match := re.fullmatch(r"(0|[0-9]{9,11})", text, re.ASCII):
        instant = datetime.fromtimestamp(int(match[1]), UTC)
        return Span(instant, instant)
    text = text.upper()  # 't' and 'z' are no ISO 8601
    try:
        day = date.fromisoformat(text)
    except ValueError:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=zone)
        instant = instant.astimezone(UTC)
        return Span(instant, instant)
    return Span(midnight(day, zone), midnight(day + one, zone))


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
    last day with data (to today where the start was relative); without a start it has 30 days.
    Raises `UsageError` for texts that say nothing, or an end that is not after the start.
    """
    one = timedelta(days=1)
    today = now.astimezone(zone).date()
    last = data[1].astimezone(zone).date() if data else today
    if end is not None:
        if re.fullmatch(r"\s*[0-9]+d\s*", end):
            raise UsageError(f"{end} is a start; understood as an end are {FORMS}")
        until = understand(end, zone, now).end
    if start is not None:
        begins = understand(start, zone, now)
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
            f" (a date as an end includes that day); understood are {FORMS}"
        )
    low, high = _floor(since, bucket), _ceil(until, bucket)
    return Period(low, high, zone, widened=(low, high) != (since, until))


def _floor(instant: datetime, bucket: timedelta) -> datetime:
    return instant - (instant - EPOCH) % bucket


def _ceil(instant: datetime, bucket: timedelta) -> datetime:
    return instant + (EPOCH - instant) % bucket


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def local(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as minutes of the zone, for messages."""
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M")
