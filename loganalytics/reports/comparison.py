# SPDX-License-Identifier: GPL-3.0-or-later
"""The range that `--compare` means, and how far back it lies.

Whole local days are moved by days, so a day of 23 or 25 hours stands beside a whole day; a range
that begins or ends inside a day is moved by days too where `week` or `year` say so, else by hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from loganalytics.asked import midnight
from loganalytics.errors import UsageError
from loganalytics.reports.periods import Period, local, resolve
from loganalytics.reports.slices import WEEKDAYS

WORDS = ("previous", "week", "year")
WEEK = 7
YEAR = 52 * WEEK
_SLACK = 8  # a range may be an eighth longer than the other: months have 28 to 31 days


@dataclass(frozen=True, slots=True)
class Comparison:
    """The earlier range, and the way from an instant of the report's range to its counterpart."""

    asked: str
    period: Period
    days: int | None  # by so many local days; None: by `distance`
    distance: timedelta

    @property
    def named(self) -> bool:
        """Whether a range was given, and not a word."""
        return self.asked not in WORDS

    def back(self, instant: datetime, days: int | None = None) -> datetime:
        """Return an instant's counterpart, the same time of the wall where days are moved."""
        if self.days is None:
            return instant - self.distance
        return moved(instant, self.days if days is None else days, self.period.zone)


def moved(instant: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same time of the wall so many local days earlier, as UTC.

    The beginning of a day stays one, whatever the clock says at it. A time that clocks skipped
    becomes the one after the gap, one that they repeated stays the first or the second.
    """
    wall = instant.astimezone(zone)
    day = wall.date() - timedelta(days=days)
    if midnight(wall.date(), zone) == instant:
        return midnight(day, zone)
    return datetime.combine(day, wall.timetz()).astimezone(UTC)


def compared(
    asked: str,
    period: Period,
    *,
    bucket: timedelta,
    data: tuple[datetime, datetime] | None,
    now: datetime,
) -> Comparison:
    """Return what a period is compared with.

    previous: the equally long range directly before. week: the same weekdays, as many whole weeks
    earlier as the range is long. year: 52 weeks earlier. Else a range: a date, month, year or week,
    or two times with `..` between. Raises `UsageError` for a text that is none of these, for a
    range that begins later or is the report's own, and for one of so different a length that sums
    cannot be compared.
    """
    word = asked.strip().lower()
    length = _length(period)
    if word == "week":
        return _earlier(word, period, WEEK * -(-length // timedelta(days=WEEK)))
    if word == "year":
        return _earlier(word, period, YEAR)
    if word == "previous":
        if not period.cuts_days:
            return _earlier(word, period, period.days)
        distance = period.end - period.start
        before = replace(period, start=period.start - distance, end=period.start, widened=False)
        return Comparison(word, before, None, distance)
    before = _range(asked, period, bucket=bucket, data=data, now=now)
    if (before.start, before.end) == (period.start, period.end):
        raise UsageError(
            f"--compare {asked}: that is the report's own range; name an earlier one, or previous"
        )
    if max(length, _length(before)) > min(length, _length(before)) * (1 + 1 / _SLACK):
        raise UsageError(
            f"--compare {asked}: the range has {spelled(period)}, this one {spelled(before)}; sums"
            " are compared of ranges that differ by an eighth at most, as months do"
        )
    if before.start > period.start:
        raise UsageError(
            f"--compare {asked}: that range begins later than the report's; ask for the later one"
            " with --start and --end"
        )
    whole = not (period.cuts_days or before.cuts_days)
    days = (period.first_day - before.first_day).days if whole else None
    return Comparison(asked, before, days, period.start - before.start)


def wall_length(start: datetime, end: datetime, zone: ZoneInfo) -> timedelta:
    """Return the time between two instants by the clock on the wall: every day has 24 hours."""
    first, last = (each.astimezone(zone).replace(tzinfo=None) for each in (start, end))
    return last - first


def spelled(period: Period) -> str:
    """Return how long a period is: '31 days', '6 hours'."""
    if not period.cuts_days:
        return "1 day" if period.days == 1 else f"{period.days:,} days"
    hours = (period.end - period.start) / timedelta(hours=1)
    return f"{hours:g} hours" if hours != 1 else "1 hour"


def notes(
    period: Period,
    comparison: Comparison,
    data: tuple[datetime, datetime] | None,
    bucket: timedelta,
) -> tuple[str, ...]:
    """Return what a comparison must be read with: what is missing, longer, shifted or shared."""
    before, zone = comparison.period, period.zone
    said = []
    if data is not None:
        first, after = data[0], data[1] + bucket
        if period.start < after < period.end:
            said.append(
                f"Data end at {local(after, zone)}, the range at {local(period.end, zone)}: if more"
                " is to come, its numbers are still too low."
            )
        if before.end <= first:
            said.append(
                f"Data begin at {local(first, zone)}: nothing is known of the range before."
            )
        elif before.start < first:
            said.append(f"Data begin at {local(first, zone)}: the range before is not whole.")
    if spelled(before) != spelled(period):
        said.append(f"The ranges are {spelled(period)} and {spelled(before)} long.")
    if before.widened:
        said.append(
            "Numbers are kept by whole hours or parts of it: the range before was widened to"
            f" {local(before.start, zone)} to {local(before.end, zone)}."
        )
    shared = min(period.end, before.end) - max(period.start, before.start)
    if shared > timedelta():
        said.append(f"The two ranges share {_hours(shared)}.")
    return tuple(said)


def uneven(period: Period, comparison: Comparison) -> tuple[str, ...]:
    """Return what sums by hours of the week must be read with: what one range has more often."""
    before = comparison.period
    aligned = comparison.days is not None and comparison.days % WEEK == 0
    if period.cuts_days or before.cuts_days:
        return () if aligned else ("The two ranges hold other hours of the week.",)
    often, once = _weekdays(period), _weekdays(before)
    names = [name for name, now, then in zip(WEEKDAYS, often, once, strict=True) if now != then]
    if not names:
        return ()
    return (f"Not as many of each weekday in both ranges: {', '.join(names)}.",)


def _weekdays(period: Period) -> list[int]:
    """How many Mondays, Tuesdays and so on a period of whole days has."""
    weeks, rest = divmod(period.days, WEEK)
    first = period.first_day.weekday()
    return [weeks + ((day - first) % WEEK < rest) for day in range(WEEK)]


def _earlier(word: str, period: Period, days: int) -> Comparison:
    start, end = (moved(each, days, period.zone) for each in (period.start, period.end))
    before = replace(period, start=start, end=end, widened=False)
    return Comparison(word, before, days, period.start - start)


def _length(period: Period) -> timedelta:
    return wall_length(period.start, period.end, period.zone)


def _range(
    asked: str,
    period: Period,
    *,
    bucket: timedelta,
    data: tuple[datetime, datetime] | None,
    now: datetime,
) -> Period:
    start, between, end = asked.partition("..")
    if not between:
        end = start
    try:
        if not start.strip() or not end.strip():
            raise UsageError("a range has two ends")
        return resolve(start, end, zone=period.zone, bucket=bucket, data=data, now=now)
    except UsageError:
        raise UsageError(
            f"cannot compare with {asked!r}; understood are {', '.join(WORDS)}, a day, month, year"
            " or week such as 2026-09, yesterday, last-week, last-month or last-year, and two times"
            " such as 2026-09-01..2026-09-30"
        ) from None


def _hours(length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    days = round(hours / 24)
    if days < 1:
        return f"{hours:g} hours"
    return "1 day" if days == 1 else f"{days:,} days"
