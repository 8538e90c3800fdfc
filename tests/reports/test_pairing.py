# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loganalytics.reports.comparison import compared
from loganalytics.reports.pairing import Pairing, pair
from loganalytics.reports.slices import Slice, cut
from tests.reports.test_comparison import DATA, HALF, NEW_YORK, NOW, period

Paired = tuple[Pairing, tuple[Slice, ...]]
Labels = dict[str, str | None]


def paired(
    asked: str, unit: str, start: str, end: str | None = None, zone: ZoneInfo = NEW_YORK
) -> tuple[Labels, tuple[str, ...]]:
    span = period(start, end, zone)
    found, slices = _paired(asked, unit, start, end, zone)
    assert span.start == slices[0].start
    labels = [each and each.label for each in found.counterparts]
    return dict(zip((each.label for each in slices), labels, strict=True)), found.notes


def _paired(asked: str, unit: str, start: str, end: str | None, zone: ZoneInfo) -> Paired:
    span = period(start, end, zone)
    comparison = compared(asked, span, bucket=HALF, data=DATA, now=NOW)
    slices = tuple(cut(span, unit))
    found: Pairing = pair(slices, unit, span, comparison)
    for each, other in zip(slices, found.counterparts, strict=True):
        if other:
            assert comparison.period.start <= other.start < other.end <= comparison.period.end
            if unit == "hour":
                assert other.end - other.start == each.end - each.start
    return found, slices


def test_days_of_whole_weeks_stand_beside_each_other_by_position() -> None:
    labels, notes = paired("previous", "day", "2026-W43")
    assert labels == {
        "2026-10-19 Mon": "2026-10-12 Mon",
        "2026-10-20 Tue": "2026-10-13 Tue",
        "2026-10-21 Wed": "2026-10-14 Wed",
        "2026-10-22 Thu": "2026-10-15 Thu",
        "2026-10-23 Fri": "2026-10-16 Fri",
        "2026-10-24 Sat": "2026-10-17 Sat",
        "2026-10-25 Sun": "2026-10-18 Sun",
    }
    assert notes == ()


def test_days_of_a_month_stand_beside_the_same_weekday_of_another() -> None:
    labels, notes = paired("2026-09", "day", "2026-10")
    # October began on a Thursday, as the 3rd of September was; its last three days have none.
    assert labels["2026-10-01 Thu"] == "2026-09-03 Thu"
    assert labels["2026-10-28 Wed"] == "2026-09-30 Wed"
    assert [labels[f"2026-10-{day}"] for day in ("29 Thu", "30 Fri", "31 Sat")] == [None] * 3
    assert notes == (
        "Each day stands beside that of the same weekday, 28 days before.",
        "3 days of the range have no counterpart in the one before.",
    )


def test_the_timeline_moves_by_the_nearest_number_of_weeks() -> None:
    ten, _ = paired("previous", "day", "2026-10-01", "2026-10-10")
    assert (ten["2026-10-01 Thu"], ten["2026-10-07 Wed"]) == ("2026-09-24 Thu", "2026-09-30 Wed")
    assert list(ten.values())[7:] == [None] * 3
    eleven, _ = paired("previous", "day", "2026-10-01", "2026-10-11")
    assert list(eleven.values())[:3] == [None] * 3
    assert (eleven["2026-10-04 Sun"], eleven["2026-10-11 Sun"]) == (
        *("2026-09-20 Sun", "2026-09-27 Sun"),
    )


def test_a_range_shorter_than_a_week_says_that_weekdays_differ() -> None:
    labels, notes = paired("previous", "day", "2026-10-20", "2026-10-22")
    assert labels["2026-10-20 Tue"] == "2026-10-17 Sat"
    assert notes == ("Other weekdays: each day stands beside one 3 days before.",)
    assert paired("week", "day", "2026-10-20", "2026-10-22")[1] == ()


def test_an_hour_that_clocks_repeat_has_one_counterpart() -> None:
    labels, notes = paired("week", "hour", "2026-11-01")
    assert len(labels) == 25
    assert labels["2026-11-01 00:00"] == "2026-10-25 00:00"
    assert labels["2026-11-01 01:00 EDT"] == "2026-10-25 01:00"
    assert labels["2026-11-01 01:00 EST"] is None
    assert labels["2026-11-01 02:00"] == "2026-10-25 02:00"
    assert labels["2026-11-01 23:00"] == "2026-10-25 23:00"
    assert notes == ("1 hour of the range has no counterpart in the one before.",)


def test_both_of_two_repeated_hours_stand_beside_each_other() -> None:
    # 52 weeks earlier clocks went back as well.
    labels, notes = paired("year", "hour", "2026-11-01")
    assert labels["2026-11-01 01:00 EDT"] == "2025-11-02 01:00 EDT"
    assert labels["2026-11-01 01:00 EST"] == "2025-11-02 01:00 EST"
    assert notes == ()


def test_an_hour_that_clocks_skipped_is_no_counterpart() -> None:
    labels, _ = paired("week", "hour", "2026-03-15")
    assert len(labels) == 24
    assert labels["2026-03-15 01:00"] == "2026-03-08 01:00"
    assert labels["2026-03-15 02:00"] is None
    assert labels["2026-03-15 03:00"] == "2026-03-08 03:00"
    short, _ = paired("week", "hour", "2026-03-08")
    assert len(short) == 23
    assert short["2026-03-08 03:00"] == "2026-03-01 03:00"


def test_hours_of_half_an_hour_s_offset_are_those_of_the_wall() -> None:
    labels, notes = paired("week", "hour", "2026-10-20", zone=ZoneInfo("Asia/Kolkata"))
    assert labels["2026-10-20 09:00"] == "2026-10-13 09:00"
    assert (len(labels), notes) == (24, ())


def test_part_of_a_day_stands_beside_the_hours_before_it() -> None:
    labels, _ = paired("previous", "hour", "2026-10-20T10:00", "2026-10-20T12:00")
    assert labels == {
        "2026-10-20 10:00": "2026-10-20 08:00",
        "2026-10-20 11:00": "2026-10-20 09:00",
    }


def test_months_of_a_range_stand_beside_each_other_however_long_they_are() -> None:
    labels, notes = paired("2023", "month", "2024")
    assert labels["2024-02"] == "2023-02"  # 29 and 28 days
    assert labels["2024-12"] == "2023-12"
    assert notes == ()


def test_a_month_in_part_has_no_counterpart_that_is_whole() -> None:
    labels, _ = paired("2025-01..2025-03", "month", "2026-01-01", "2026-03-25")
    assert labels == {"2026-01": "2025-01", "2026-02": "2025-02", "2026-03": None}


def test_a_month_moved_by_52_weeks_is_named_by_its_first_day() -> None:
    labels, _ = paired("year", "month", "2026-09", "2026-10")
    assert labels == {"2026-09": "2025-09-02", "2026-10": "2025-10-02"}


def test_weeks_begin_on_monday_also_before() -> None:
    labels, _ = paired("previous", "week", "2026-07-01", "2026-10-08")  # 100 days
    assert labels["2026-W28 07-06"] == "2026-W14 03-30"
    assert labels["2026-W41 10-05"] is None  # would end within the range itself


@settings(deadline=None, max_examples=60)
@given(
    st.dates(min_value=period("2019").first_day, max_value=period("2029").first_day),
    st.integers(1, 75),
    st.sampled_from(("previous", "week", "year")),
    st.sampled_from(("hour", "day", "week", "month")),
    st.sampled_from(("America/New_York", "Asia/Kolkata", "Africa/Cairo", "Australia/Lord_Howe")),
)
def test_counterparts_lie_in_the_earlier_range_apart_and_on_the_same_weekday(
    first: date, days: int, asked: str, unit: str, name: str
) -> None:
    zone = ZoneInfo(name)
    last = first + timedelta(days=days - 1)
    found, slices = _paired(asked, unit, str(first), str(last), zone)
    ordered = [each for each in found.counterparts if each]
    assert all(one.end <= two.start for one, two in pairwise(ordered))
    assert len(ordered) >= len(slices) - 3 * (25 if unit == "hour" else 1) - 1
    if days >= 7 and unit in ("hour", "day"):
        for each, other in zip(slices, found.counterparts, strict=True):
            if other:
                now, then = (one.start.astimezone(zone) for one in (each, other))
                assert now.weekday() == then.weekday()
                assert unit == "day" or now.time() == then.time()


@pytest.mark.parametrize("asked", ["previous", "week", "year"])
def test_all_of_an_earlier_range_of_whole_weeks_is_shown(asked: str) -> None:
    found, _ = _paired(asked, "day", "2026-10-26", "2026-11-08", NEW_YORK)
    spans = sum((each.end - each.start for each in found.counterparts if each), timedelta())
    comparison = compared(
        asked, period("2026-10-26", "2026-11-08"), bucket=HALF, data=DATA, now=NOW
    )
    assert spans == comparison.period.end - comparison.period.start
