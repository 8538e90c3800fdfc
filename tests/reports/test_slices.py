# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from loganalytics.errors import UsageError
from loganalytics.reports.periods import Period
from loganalytics.reports.slices import cut, fitting
from tests.reports.test_periods import asked

HOUR = timedelta(hours=1)


def hours(period: Period, unit: str) -> list[float]:
    return [(each.end - each.start) / HOUR for each in cut(period, unit)]


def test_days_on_which_clocks_change_have_23_and_25_hours() -> None:
    assert hours(asked("2026-03-28", "2026-03-30"), "day") == [24, 23, 24]
    assert hours(asked("2026-10-24", "2026-10-26"), "day") == [24, 25, 24]
    assert len(cut(asked("2026-03-29", "2026-03-29"), "hour")) == 23


def test_an_hour_that_clocks_repeat_says_which_one_it_is() -> None:
    labels = [each.label for each in cut(asked("2026-10-25", "2026-10-25"), "hour")]
    assert len(labels) == 25
    assert labels[1:5] == [
        "2026-10-25 01:00",
        "2026-10-25 02:00 CEST",
        "2026-10-25 02:00 CET",
        "2026-10-25 03:00",
    ]


def test_hours_are_those_of_the_wall_where_the_offset_has_a_half() -> None:
    zone = ZoneInfo("Asia/Kolkata")
    (first, second) = cut(
        asked("2026-10-01T12:30", "2026-10-01T14:00", zone, timedelta(minutes=30)), "hour"
    )
    assert [(first.label, first.whole), (second.label, second.whole)] == [
        ("2026-10-01 12:30", False),
        ("2026-10-01 13:00", True),
    ]


def test_a_day_that_a_zone_skipped_is_no_slice() -> None:
    labels = [
        each.label
        for each in cut(asked("2011-12-29", "2011-12-31", ZoneInfo("Pacific/Apia")), "day")
    ]
    assert labels == ["2011-12-29 Thu", "2011-12-31 Sat"]


def test_weeks_begin_on_monday_and_the_range_cuts_its_first_and_last() -> None:
    slices = cut(asked("2026-10-01", "2026-10-12"), "week")  # Thursday to Monday
    assert [(each.label, each.whole) for each in slices] == [
        ("2026-W40 09-28", False),
        ("2026-W41 10-05", True),
        ("2026-W42 10-12", False),
    ]
    assert [(each.end - each.start).days for each in slices] == [4, 7, 1]


def test_months_are_those_of_the_calendar() -> None:
    slices = cut(asked("2026-01-15", "2026-03"), "month")
    assert [(each.label, each.whole) for each in slices] == [
        ("2026-01", False),
        ("2026-02", True),
        ("2026-03", True),
    ]


@pytest.mark.parametrize("unit", ["hour", "day", "week", "month"])
def test_slices_touch_and_fill_the_range(unit: str) -> None:
    period = asked("2025-12-31T05:00", "2026-04-02T17:00")
    slices = cut(period, unit)
    assert slices[0].start == period.start
    assert slices[-1].end == period.end
    assert all(one.end == two.start for one, two in pairwise(slices))


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [
        ("2026-10-01", "2026-10-02", "hour"),
        ("2026-10-01", "2026-10-03", "day"),
        ("2026-08", "2026-09", "day"),
        ("2026-08", "2026-10", "week"),
        ("2026", "2026", "week"),
        ("2025-12", "2026-12", "month"),
    ],
)
def test_the_unit_fits_the_length_of_the_range(start: str, end: str, unit: str) -> None:
    assert fitting(asked(start, end)) == unit


def test_too_many_rows_are_refused() -> None:
    assert len(cut(asked("2026", "2026"), "hour")) == 8760
    with pytest.raises(UsageError, match="10,000 hours"):
        cut(asked("2025", "2026"), "hour")
