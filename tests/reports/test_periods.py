# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loganalytics.errors import UsageError
from loganalytics.reports.periods import Period, resolve

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)  # already the 21st in Berlin
HOUR = timedelta(hours=1)


def asked(
    start: str | None, end: str | None, zone: ZoneInfo = BERLIN, bucket: timedelta = HOUR
) -> Period:
    data = (datetime(2026, 9, 1, 5, tzinfo=UTC), datetime(2026, 10, 10, 22, tzinfo=UTC))
    return resolve(start, end, zone=zone, bucket=bucket, data=data, now=NOW)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "first", "after"),
    [
        ("2026-10-01", "2026-10-31", "2026-09-30T22:00", "2026-10-31T23:00"),
        ("2026-10", "2026-10", "2026-09-30T22:00", "2026-10-31T23:00"),
        ("2026-12", "2026-12", "2026-11-30T23:00", "2026-12-31T23:00"),
        ("2026", "2026", "2025-12-31T23:00", "2026-12-31T23:00"),
        ("2026-W42", "2026-W42", "2026-10-11T22:00", "2026-10-18T22:00"),
        ("2026-10-01T12:00", "2026-10-01T14:00", "2026-10-01T10:00", "2026-10-01T12:00"),
        ("2026-10-01T12:00Z", "2026-10-01T14:00+01:00", "2026-10-01T12:00", "2026-10-01T13:00"),
        ("2026-10-01 12", "20261001", "2026-10-01T10:00", "2026-10-01T22:00"),
        ("1790812800", "1790816400", "2026-10-01T00:00", "2026-10-01T01:00"),
        ("today", "today", "2026-10-20T22:00", "2026-10-21T22:00"),
        ("Yesterday", "yesterday", "2026-10-19T22:00", "2026-10-20T22:00"),
        ("7d", "today", "2026-10-14T22:00", "2026-10-21T22:00"),
        ("4w", "today", "2026-09-23T22:00", "2026-10-21T22:00"),
        # The 21st is a Wednesday; winter time begins on the 25th.
        ("this-week", "this week", "2026-10-18T22:00", "2026-10-25T23:00"),
        ("last-week", "Last_Week", "2026-10-11T22:00", "2026-10-18T22:00"),
        ("this-month", "this-month", "2026-09-30T22:00", "2026-10-31T23:00"),
        ("last-month", "last-month", "2026-08-31T22:00", "2026-09-30T22:00"),
        ("this-year", "this-year", "2025-12-31T23:00", "2026-12-31T23:00"),
        ("last-year", "last-year", "2024-12-31T23:00", "2025-12-31T23:00"),
    ],
)
def test_a_time_is_read_in_the_zone_of_the_database_and_a_date_as_an_end_is_included(
    start: str, end: str, first: str, after: str
) -> None:
    period = asked(start, end)
    assert (period.start, period.end) == (utc(first), utc(after))
    assert not period.widened


@pytest.mark.parametrize(
    ("start", "end", "first", "after"),
    [
        # Without both: 30 days that end with the last day with data, the 11th in Berlin.
        (None, None, "2026-09-11T22:00", "2026-10-11T22:00"),
        ("2026-10-01", None, "2026-09-30T22:00", "2026-10-11T22:00"),
        ("7d", None, "2026-10-14T22:00", "2026-10-21T22:00"),
        ("2026-10-15", None, "2026-10-14T22:00", "2026-10-21T22:00"),
        ("last-week", None, "2026-10-11T22:00", "2026-10-21T22:00"),
        ("2027-03", None, "2027-02-28T23:00", "2027-03-31T22:00"),
        (None, "2026-09-30", "2026-08-31T22:00", "2026-09-30T22:00"),
        ("all", None, "2026-08-31T22:00", "2026-10-11T22:00"),
        (" All ", "2026-09-30", "2026-08-31T22:00", "2026-09-30T22:00"),
    ],
)
def test_a_missing_start_or_end_is_filled_in(
    start: str | None, end: str | None, first: str, after: str
) -> None:
    period = asked(start, end)
    assert (period.start, period.end) == (utc(first), utc(after))


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("soon", None),
        ("", None),
        ("2026-13", None),
        ("2026-02-30", None),
        ("2026-W54", None),
        ("0d", None),
        ("12345", None),
        ("9999", None),
        ("0001-01-01", None),
        ("99999999999", None),
        (None, "7d"),
        (None, "4w"),
        ("lastweek", None),
        ("last-day", None),
        (None, "all"),
        ("٢٠٢٦", None),
    ],
)
def test_what_says_no_range_is_a_usage_error_that_says_what_is_understood(
    start: str | None, end: str | None
) -> None:
    with pytest.raises(UsageError, match="2026-10-31, 2026-10, 2026"):
        asked(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [("2026-10-02", "2026-10-01"), ("2026-10-01T12:00", "2026-10-01T12:00")],
)
def test_an_end_that_is_not_after_the_start_is_a_usage_error(start: str, end: str) -> None:
    with pytest.raises(UsageError, match="the range is empty"):
        asked(start, end)


def test_without_data_all_is_today() -> None:
    period = resolve("all", None, zone=BERLIN, bucket=HOUR, data=None, now=NOW)
    assert (period.start, period.end) == (utc("2026-10-20T22:00"), utc("2026-10-21T22:00"))


def test_instants_inside_a_bucket_widen_the_range_to_whole_buckets() -> None:
    period = asked("2026-10-01T12:20", "2026-10-01T13:01")
    assert (period.start, period.end) == (utc("2026-10-01T10:00"), utc("2026-10-01T12:00"))
    assert period.widened
    finer = asked("2026-10-01T12:20", "2026-10-01T13:01", bucket=timedelta(minutes=15))
    assert (finer.start, finer.end) == (utc("2026-10-01T10:15"), utc("2026-10-01T11:15"))


def test_days_are_those_the_range_touches() -> None:
    whole = asked("2026-10-01", "2026-10-02")
    assert (whole.days, whole.cuts_days) == (2, False)
    part = asked("2026-10-01T12:00", "2026-10-03T00:00")
    assert (part.days, part.cuts_days) == (2, True)


def test_a_day_begins_late_where_clocks_skip_its_midnight() -> None:
    period = asked("2026-04-24", "2026-04-24", zone=ZoneInfo("Africa/Cairo"))
    assert (period.start, period.end) == (utc("2026-04-23T22:00"), utc("2026-04-24T21:00"))
