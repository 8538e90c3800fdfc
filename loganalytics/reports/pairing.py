# SPDX-License-Identifier: GPL-3.0-or-later
"""Which stretch of the earlier range stands beside each slice of a timeline.

Hours, days and weeks stand beside those of the same weekday, wherever the ranges are a week long:
the timeline may then be moved by some days more or less than the range, and its rows at one edge
have no counterpart. A counterpart is as long as its slice and lies inside the earlier range, or
there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from loganalytics.reports.comparison import WEEK, Comparison, wall_length
from loganalytics.reports.periods import Period
from loganalytics.reports.slices import Slice, cut, label


@dataclass(frozen=True, slots=True)
class Pairing:
    """For each slice its counterpart, or None; and what has to be said about them."""

    counterparts: tuple[Slice | None, ...]
    notes: tuple[str, ...]


def pair(slices: tuple[Slice, ...], unit: str, period: Period, comparison: Comparison) -> Pairing:
    """Return the counterparts of the slices of a period."""
    if unit == "month" and comparison.named:
        return Pairing(_months(slices, period, comparison), ())
    days = _days(unit, period, comparison)
    found: list[Slice | None] = []
    until = comparison.period.start
    for each in slices:
        start, end = _ends(each, unit, comparison, days)
        # The second of two hours that clocks repeated would meet the first one's counterpart.
        if not until <= start < end <= comparison.period.end:
            found.append(None)
            continue
        until = end
        found.append(Slice(start, end, _label(start, unit, period.zone), each.whole))
    return Pairing(tuple(found), _notes(unit, found, comparison, days))


def _days(unit: str, period: Period, comparison: Comparison) -> int | None:
    """By how many days slices are moved: the nearest number of weeks where there is room."""
    days = comparison.days
    if days is None or days % WEEK == 0 or unit == "month" or period.days < WEEK:
        return days
    return WEEK * round(days / WEEK)


def _ends(
    each: Slice, unit: str, comparison: Comparison, days: int | None
) -> tuple[datetime, datetime]:
    start = comparison.back(each.start, days)
    if unit != "hour" or days is None:
        return start, comparison.back(each.end, days)
    zone = comparison.period.zone
    if start.astimezone(zone).time() != each.start.astimezone(zone).time():
        return start, start  # clocks skipped that hour
    return start, start + (each.end - each.start)


def _months(
    slices: tuple[Slice, ...], period: Period, comparison: Comparison
) -> tuple[Slice | None, ...]:
    """Months of a range that was given: the first beside the first, as far as both are whole."""
    before = cut(comparison.period, "month")
    paired: list[Slice | None] = []
    for number, each in enumerate(slices):
        other = before[number] if number < len(before) else None
        paired.append(other if other and _alike(each, other, period.zone) else None)
    return tuple(paired)


def _alike(each: Slice, other: Slice, zone: ZoneInfo) -> bool:
    lengths = {wall_length(one.start, one.end, zone) for one in (each, other)}
    return (each.whole and other.whole) or len(lengths) == 1


def _label(start: datetime, unit: str, zone: ZoneInfo) -> str:
    day = start.astimezone(zone).date()
    if (unit == "month" and day.day > 1) or (unit == "week" and day.weekday()):
        return day.isoformat()  # a stretch that is moved by days seldom is a month
    return label(start, unit, zone)


def _notes(
    unit: str,
    found: list[Slice | None],
    comparison: Comparison,
    days: int | None,
) -> tuple[str, ...]:
    said = []
    if days is not None and days % WEEK and unit in ("hour", "day"):
        said.append(
            f"Other weekdays: each {unit} stands beside one {_count(abs(days), 'day')} before."
        )
    elif days is not None and days != comparison.days:
        said.append(
            f"Each {unit} stands beside that of the same weekday, {_count(abs(days), 'day')}"
            f" {'before' if days > 0 else 'after'}."
        )
    missing = found.count(None)
    if missing:
        have = "has" if missing == 1 else "have"
        said.append(
            f"{_count(missing, unit)} of the range {have} no counterpart in the one before."
        )
    return tuple(said)


def _count(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
