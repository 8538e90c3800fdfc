# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loganalytics.errors import UsageError
from loganalytics.reports.comparison import Comparison, compared, notes
from loganalytics.reports.periods import Period, resolve

NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")
CAIRO = ZoneInfo("Africa/Cairo")
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)
DATA = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC))
HALF = timedelta(minutes=30)


def period(start: str, end: str | None = None, zone: ZoneInfo = NEW_YORK) -> Period:
    return resolve(start, end or start, zone=zone, bucket=HALF, data=DATA, now=NOW)


def against(
    asked: str, start: str, end: str | None = None, zone: ZoneInfo = NEW_YORK
) -> Comparison:
    return compared(asked, period(start, end, zone), bucket=HALF, data=DATA, now=NOW)


def walls(found: Comparison) -> tuple[str, str]:
    """The first and the last minute's end of the earlier range, on the wall."""
    zone = found.period.zone
    start, end = (each.astimezone(zone) for each in (found.period.start, found.period.end))
    return f"{start:%Y-%m-%d %a %H:%M}", f"{end:%Y-%m-%d %a %H:%M}"


@pytest.mark.parametrize(
    ("asked", "start", "end", "first", "after"),
    [
        ("previous", "2026-10-20", "2026-10-20", "2026-10-19 Mon 00:00", "2026-10-20 Tue 00:00"),
        ("previous", "2026-W43", "2026-W43", "2026-10-12 Mon 00:00", "2026-10-19 Mon 00:00"),
        # October has 31 days, so September and the last of August stand before it.
        ("previous", "2026-10", "2026-10", "2026-08-31 Mon 00:00", "2026-10-01 Thu 00:00"),
        ("week", "2026-10-20", "2026-10-20", "2026-10-13 Tue 00:00", "2026-10-14 Wed 00:00"),
        ("week", "2026-10-12", "2026-10-18", "2026-10-05 Mon 00:00", "2026-10-12 Mon 00:00"),
        # Eight days are more than a week: two weeks earlier.
        ("Week", "2026-10-12", "2026-10-19", "2026-09-28 Mon 00:00", "2026-10-06 Tue 00:00"),
        ("year", "2026-10-20", "2026-10-20", "2025-10-21 Tue 00:00", "2025-10-22 Wed 00:00"),
        # 52 weeks before the day after the 29th of February, and before that day itself.
        ("year", "2024-03-01", "2024-03-01", "2023-03-03 Fri 00:00", "2023-03-04 Sat 00:00"),
        ("year", "2024-02-29", "2024-02-29", "2023-03-02 Thu 00:00", "2023-03-03 Fri 00:00"),
        ("2026-09", "2026-10", "2026-10", "2026-09-01 Tue 00:00", "2026-10-01 Thu 00:00"),
        ("2026-02", "2026-03", "2026-03", "2026-02-01 Sun 00:00", "2026-03-01 Sun 00:00"),
        (
            "2026-09-01..2026-09-03",
            *("2026-10-01", "2026-10-03", "2026-09-01 Tue 00:00", "2026-09-04 Fri 00:00"),
        ),
        ("2026-10-20", "2027-10-20", "2027-10-20", "2026-10-20 Tue 00:00", "2026-10-21 Wed 00:00"),
        # Part of a day: the hours directly before it, or the same hours of another day.
        (
            "previous",
            *("2026-10-20T10:00", "2026-10-20T14:00"),
            *("2026-10-20 Tue 06:00", "2026-10-20 Tue 10:00"),
        ),
        (
            "week",
            *("2026-03-09T10:00", "2026-03-09T14:00"),
            *("2026-03-02 Mon 10:00", "2026-03-02 Mon 14:00"),
        ),
        (
            "2026-03-07T10:00..2026-03-07T14:00",
            *("2026-03-09T10:00", "2026-03-09T14:00"),
            *("2026-03-07 Sat 10:00", "2026-03-07 Sat 14:00"),
        ),
    ],
)
def test_a_word_or_a_range_means_these_days(
    asked: str, start: str, end: str, first: str, after: str
) -> None:
    assert walls(against(asked, start, end)) == (first, after)


@pytest.mark.parametrize(
    ("asked", "start", "end", "zone", "first", "after"),
    [
        # Clocks in New York went forward on Sunday the 8th of March: it had 23 hours.
        ("previous", "2026-03-08", None, NEW_YORK, "2026-03-07T05:00", "2026-03-08T05:00"),
        ("previous", "2026-03-09", None, NEW_YORK, "2026-03-08T05:00", "2026-03-09T04:00"),
        ("week", "2026-03-09", "2026-03-15", NEW_YORK, "2026-03-02T05:00", "2026-03-09T04:00"),
        # And back on the 1st of November, which had 25.
        ("week", "2026-11-08", None, NEW_YORK, "2026-11-01T04:00", "2026-11-02T05:00"),
        ("year", "2026-11-01", None, NEW_YORK, "2025-11-02T04:00", "2025-11-03T05:00"),
        # India is five and a half hours ahead all year.
        ("previous", "2026-10-01", None, KOLKATA, "2026-09-29T18:30", "2026-09-30T18:30"),
        ("year", "2026-10-01", None, KOLKATA, "2025-10-01T18:30", "2025-10-02T18:30"),
        # In Cairo the 24th of April 2026 began at one o'clock, the day a week before at midnight.
        ("week", "2026-04-24", None, CAIRO, "2026-04-16T22:00", "2026-04-17T22:00"),
        ("previous", "2026-04-25", None, CAIRO, "2026-04-23T22:00", "2026-04-24T21:00"),
    ],
)
def test_days_are_those_of_the_zone_whatever_its_clocks_do(
    asked: str, start: str, end: str | None, zone: ZoneInfo, first: str, after: str
) -> None:
    found = against(asked, start, end, zone).period
    texts = [f"{each:%Y-%m-%dT%H:%M}" for each in (found.start, found.end)]
    assert texts == [first, after]


@pytest.mark.parametrize(
    "asked",
    [
        *("", "soon", "..", "2026-09..", "..2026-09", "2026-10..2026-09", "2026-13", "7d"),
        *("2026-09-01T10:00", "last decade", "2026-09...2026-09", "-1"),
    ],
)
def test_what_is_no_range_is_a_usage_error_that_says_what_is_understood(asked: str) -> None:
    with pytest.raises(UsageError, match=r"understood are previous, week, year"):
        against(asked, "2026-10")


@pytest.mark.parametrize(
    ("asked", "start", "end", "lengths"),
    [
        ("2025", "2026-10", None, "the range has 31 days, this one 365 days"),
        ("2026-W43", "2026-10-01", "2026-10-08", "the range has 8 days, this one 7 days"),
        ("2026-09-01", "2026-10-01", "2026-10-02", "the range has 2 days, this one 1 day"),
        ("2026-09-01T10:00..2026-09-01T11:00", "2026-10-01", None, "1 day, this one 1 hour"),
    ],
)
def test_ranges_of_too_different_a_length_are_refused(
    asked: str, start: str, end: str | None, lengths: str
) -> None:
    with pytest.raises(UsageError, match=lengths):
        against(asked, start, end)


@pytest.mark.parametrize("asked", ["2026-11", "2026-10-02..2026-11-01"])
def test_a_range_that_begins_later_is_refused(asked: str) -> None:
    with pytest.raises(UsageError, match=r"begins later than the report's; ask for the later one"):
        against(asked, "2026-10")


def said(asked: str, start: str, end: str | None = None, *, first: str, last: str) -> list[str]:
    data = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (first, last))
    span = period(start, end)
    found = compared(asked, span, bucket=HALF, data=DATA, now=NOW)
    return list(notes(span, found, (data[0], data[1]), HALF))


def test_a_comparison_of_two_known_whole_ranges_needs_no_note() -> None:
    assert said("previous", "2026-W43", first="2026-01-01", last="2026-12-31") == []


def test_a_range_that_is_not_over_says_where_its_data_end() -> None:
    # The last bucket begins at 15:30 UTC, which is 11:30 in New York.
    assert said("week", "2026-10-20", first="2026-01-01", last="2026-10-20T15:30") == [
        "Data end at 2026-10-20 12:00, the range at 2026-10-21 00:00: if more is to come, its"
        " numbers are still too low."
    ]


def test_a_range_from_before_all_data_says_so() -> None:
    assert said("previous", "2026-W43", first="2026-10-14T04:00", last="2026-12-31") == [
        "Data begin at 2026-10-14 00:00: the range before is not whole."
    ]
    assert said("year", "2026-W43", first="2026-10-14T04:00", last="2026-12-31") == [
        "Data begin at 2026-10-14 00:00: nothing is known of the range before."
    ]


def test_ranges_that_differ_or_overlap_say_by_how_much() -> None:
    assert said("2026-09", "2026-10", first="2026-01-01", last="2026-12-31") == [
        "The ranges are 31 days and 30 days long."
    ]
    assert said("year", "2026", first="2020-01-01", last="2027-12-31") == [
        "The two ranges share 1 day."
    ]
