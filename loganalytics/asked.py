# SPDX-License-Identifier: GPL-3.0-or-later
"""What people ask for, understood: times as they write them, and patterns.

All instants in here are aware and in UTC unless a name says local. Days begin at midnight of the
database's zone, so some have 23 or 25 hours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loganalytics.errors import UsageError

ALL = "all"  # as the start of a report: the first day with data

# What is understood, for the messages of those who take it.
_DATES = "2026-10-31, 2026-10, 2026, 2026-W44"
_WORDS = "today, yesterday, this-week, last-week (-month, -year)"
DAYS = f"{_DATES}, {_WORDS}"
TIMES = f"{_DATES}, 2026-10-31T18:00 (with or without an offset), UNIX seconds, {_WORDS}"
BACK = "7d, 4w"  # until today: a start

NONE = "(none)"  # how reports show a text that is empty, such as the site where logs name none
_LISTED = 10  # sites


@dataclass(frozen=True, slots=True)
class Span:
    """What one text means: a start takes its `start`, an end its `end`; an instant has one."""

    start: datetime
    end: datetime
    relative: bool = False  # understood by the wall clock


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant at which a local day begins, also where clocks skip that midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def understand(text: str, zone: ZoneInfo, now: datetime, forms: str) -> Span:
    """Read a date, an instant, a month, a year, a week, or a word.

    Raises `UsageError`, which names `forms`: what is taken there.
    """
    try:
        span = _span(text.strip().lower(), zone, now)
    except (ValueError, OverflowError, OSError):
        span = None
    if span is None or not 1969 <= span.start.year <= 2999:
        raise UsageError(f"cannot read {text!r} as a time; understood are {forms}")
    return span


def understand_end(text: str, zone: ZoneInfo, now: datetime, forms: str) -> Span:
    """Read the end of a range, which is nothing that goes on until today. Fails as `understand`."""
    if re.fullmatch(rf"[0-9]+[dw]|{ALL}", text.strip().lower()):
        raise UsageError(f"{text} is a start; understood as an end are {forms}")
    return understand(text, zone, now, forms)


def _span(text: str, zone: ZoneInfo, now: datetime) -> Span | None:
    today = now.astimezone(zone).date()
    one = timedelta(days=1)
    if text == "today":
        return Span(midnight(today, zone), midnight(today + one, zone), relative=True)
    if text == "yesterday":
        return Span(midnight(today - one, zone), midnight(today, zone), relative=True)
    if match := re.fullmatch(r"([1-9][0-9]{0,3})([dw])", text, re.ASCII):
        days = int(match[1]) * (7 if match[2] == "w" else 1)
        return Span(midnight(today - (days - 1) * one, zone), midnight(today + one, zone), True)
    if match := re.fullmatch(r"(this|last)[ _-](week|month|year)", text):
        first, after = _around(today, match[2])
        if match[1] == "last":
            first, after = _around(first - one, match[2])
        return Span(midnight(first, zone), midnight(after, zone), relative=True)
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


def _around(day: date, unit: str) -> tuple[date, date]:
    """The first day of the week, month or year that a day lies in, and that of the next one."""
    if unit == "week":
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=7)
    if unit == "month":
        return day.replace(day=1), _next_month(day.replace(day=1))
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def like(glob: str) -> str:
    """Turn a glob of `*` (any text, also `/`) and `?` (one character) into a `like` pattern."""
    for plain in "\\%_":
        glob = glob.replace(plain, f"\\{plain}")
    return glob.replace("*", "%").replace("?", "_")


def site_named(text: str | None) -> str | None:
    """A site as databases have it, given as reports show it."""
    return None if text is None else "" if text == NONE else text.lower()


def sites_listed(names: Sequence[str]) -> str:
    """Sites as reports show them, where another was asked for: the first, and how many more."""
    more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return f"{', '.join(name or NONE for name in names[:_LISTED])}{more}"
