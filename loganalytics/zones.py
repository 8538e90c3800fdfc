# SPDX-License-Identifier: GPL-3.0-or-later
"""Time zones: which exist, and into which buckets their days can be cut."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from loganalytics.errors import UsageError

_SINCE = datetime(1990, 1, 1, tzinfo=UTC)
_UNTIL = datetime(2040, 1, 1, tzinfo=UTC)


def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as Europe/Zurich. Raises `UsageError` for any other."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise UsageError(
            f"--timezone: no time zone is named {name!r}; use a name such as Europe/Zurich or UTC"
        ) from None


def bucket_minutes(name: str) -> int:
    """How long a bucket can be so that days begin with one: 60, 30 or 15 minutes.

    By the offsets that the zone has had since 1990.
    """
    where = zone(name)
    minutes = 60
    day = _SINCE
    while day < _UNTIL:
        offset = day.astimezone(where).utcoffset() or timedelta()
        part = int(offset.total_seconds()) // 60 % 60
        if part % 30:
            return 15
        if part:
            minutes = 30
        day += timedelta(days=7)
    return minutes


def months(first: datetime, last: datetime, where: ZoneInfo) -> list[datetime]:
    """When the months of a zone begin that hold instants from `first` to `last`; all naive UTC."""
    day = first.replace(tzinfo=UTC).astimezone(where)
    year, month = day.year, day.month
    found: list[datetime] = []
    while True:
        begins = datetime(year, month, 1, tzinfo=where).astimezone(UTC).replace(tzinfo=None)
        if begins > last:
            return found
        found.append(begins)
        year, month = year + month // 12, month % 12 + 1


def days(first: datetime, last: datetime, where: ZoneInfo) -> list[datetime]:
    """When the days of a zone begin that hold instants from `first` to `last`; all naive UTC."""
    day, after = (each.replace(tzinfo=UTC).astimezone(where).date() for each in (first, last))
    begins = (
        datetime.combine(day + timedelta(number), time(), where)
        for number in range((after - day).days + 1)
    )
    return [each.astimezone(UTC).replace(tzinfo=None) for each in begins]
