# SPDX-License-Identifier: GPL-3.0-or-later
"""A period cut into local hours, days, weeks or months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from loganalytics.asked import midnight
from loganalytics.errors import UsageError
from loganalytics.reports.periods import Period

MOST = 10_000
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Slice:
    """`[start, end)`, UTC. The first and the last of a period may be cut by its borders."""

    start: datetime
    end: datetime
    label: str
    whole: bool


def fitting(period: Period) -> str:
    """Return the unit that shows a period in a readable number of rows."""
    if period.days <= 2:
        return "hour"
    if period.days <= 62:
        return "day"
    return "week" if period.days <= 366 else "month"


def cut(period: Period, unit: str) -> list[Slice]:
    """Return the slices of a period, in order. Raises `UsageError` for more than `MOST`."""
    slices: list[Slice] = []
    start = period.start
    while start < period.end:
        if len(slices) == MOST:
            raise UsageError(f"more than {MOST:,} {unit}s; choose a longer --by or a shorter range")
        begin, after = _around(start, unit, period.zone)
        end = min(after, period.end)
        slices.append(
            Slice(start, end, label(start, unit, period.zone), (begin, after) == (start, end))
        )
        start = end
    return slices


def _around(instant: datetime, unit: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Where the slice that holds an instant begins and ends, the period aside."""
    local = instant.astimezone(zone)
    if unit == "hour":
        begin = instant - timedelta(minutes=local.minute, seconds=local.second)
        return begin, begin + timedelta(hours=1)
    first, after = _days(local.date(), unit)
    end = midnight(after, zone)
    while end <= instant:  # a zone that skipped the whole of a day
        after += timedelta(days=1)
        end = midnight(after, zone)
    return midnight(first, zone), end


def _days(day: date, unit: str) -> tuple[date, date]:
    if unit == "day":
        return day, day + timedelta(days=1)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def label(start: datetime, unit: str, zone: ZoneInfo) -> str:
    """Return how a slice is called that begins at an instant."""
    local = start.astimezone(zone)
    if unit == "hour":
        hour = local.strftime("%Y-%m-%d %H:%M")
        if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
            return hour
        return f"{hour} {local.strftime('%Z')}"  # the hour that a change of clocks repeats
    if unit == "day":
        return f"{local.date()} {WEEKDAYS[local.weekday()]}"
    if unit == "week":
        year, week, _ = local.isocalendar()
        return f"{year}-W{week:02} {_days(local.date(), unit)[0]:%m-%d}"
    return f"{local:%Y-%m}"
