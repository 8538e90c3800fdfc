# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.render.page.axis import labels, rounded

UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (0, [1]),
        (1, [1]),
        (4, [1, 2, 3, 4]),
        (5, [2, 4, 6]),
        (87, [50, 100]),
        (100, [50, 100]),
        (101, [50, 100, 150]),
        (2_345_678, [1_000_000, 2_000_000, 3_000_000]),
    ],
)
def test_lines_stand_at_round_numbers_and_the_last_is_not_below_the_highest(
    most: int, lines: list[int]
) -> None:
    assert rounded(most) == lines


def times(start: datetime, unit: str, count: int) -> list[datetime]:
    if unit == "month":
        return [
            datetime(start.year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
            for month in range(start.month - 1, start.month - 1 + count)
        ]
    return [start + n * UNITS[unit] for n in range(count)]


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from((*UNITS, "month")),
    st.integers(1, 400),
    st.sampled_from(((620, 8), (250, 4))),
)
def test_labels_never_overlap_and_never_leave_the_chart(
    start: datetime, unit: str, count: int, chart: tuple[int, int]
) -> None:
    width, most = chart
    start = start.replace(minute=0, second=0, microsecond=0, tzinfo=UTC)
    found = labels(times(start, unit, count), unit, width, most)
    assert 1 <= len(found) <= most
    end = -10.0
    for label in found:
        wide, at = len(label.text) * 6.6, label.x / 100 * width
        left = {"start": at, "middle": at - wide / 2, "end": at - wide}[label.anchor]
        assert left >= end + 10 - 0.1
        assert left >= -0.1
        assert left + wide <= width + 0.1
        end = left + wide


@pytest.mark.parametrize(
    ("start", "unit", "count", "texts"),
    [
        (datetime(2026, 9, 26), "day", 30, "28 Sep 2026|5 Oct|12 Oct|19 Oct"),
        (datetime(2025, 11, 1), "day", 365, "Nov 2025|Jan 2026|Mar|May|Jul|Sep"),
        (datetime(2026, 10, 20), "hour", 24, "20 Oct 2026|06:00|09:00|12:00|15:00|18:00|21:00"),
        (datetime(2026, 1, 1), "month", 6, "Jan 2026|Feb|Mar|Apr|May|Jun"),
    ],
)
def test_labels_stand_at_round_moments(start: datetime, unit: str, count: int, texts: str) -> None:
    found = labels(times(start.replace(tzinfo=UTC), unit, count), unit, 620, 8)
    assert "|".join(label.text for label in found) == texts
