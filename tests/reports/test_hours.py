# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.reports.conftest import Ask, counts, only
from tests.reports.database import make


def busy(ask: Ask, path: Path, **wish: str) -> dict[tuple[object, object], tuple[object, object]]:
    rows = only(ask("hours", path_of=path, **wish)).rows
    assert len(rows) == 168
    return {row[:2]: row[2:] for row in rows if any(row[2:])}


def test_hours_are_those_of_the_clock_on_the_wall_in_summer_and_winter(
    ask: Ask, tmp_path: Path
) -> None:
    row = "bucket pageviews visits"
    path = make(
        tmp_path / "x.duckdb",
        {"timezone": "Europe/Berlin"},
        activity=[
            counts(
                row, datetime(2026, 3, 29, 0), 1, 1
            ),  # Sunday 01:00, an hour is skipped after it
            counts(row, datetime(2026, 3, 29, 1), 2, 1),  # Sunday 03:00
            counts(row, datetime(2026, 10, 25, 0), 4, 2),  # Sunday 02:00
            counts(row, datetime(2026, 10, 25, 1), 8, 3),  # Sunday 02:00 again
            counts(row, datetime(2026, 7, 5, 22), 16, 4),  # Monday 00:00
        ],
        traffic=[{"bucket": datetime(2026, 7, 1), "hits": 1}],
    )
    assert busy(ask, path, start="2026", end="2026") == {
        ("Sun", 1): (1, 1),
        ("Sun", 3): (2, 1),
        ("Sun", 2): (12, 5),
        ("Mon", 0): (16, 4),
    }


def test_half_hours_stand_in_their_hour(ask: Ask, tmp_path: Path) -> None:
    row = "bucket pageviews visits"
    path = make(
        tmp_path / "x.duckdb",
        {"timezone": "Asia/Kolkata", "bucket_minutes": "30"},
        activity=[
            counts(row, datetime(2026, 10, 1, 18, 0), 1, 1),  # Thursday 23:30
            counts(row, datetime(2026, 10, 1, 18, 30), 2, 1),  # Friday 00:00
            counts(row, datetime(2026, 10, 1, 19, 0), 4, 1),  # Friday 00:30
        ],
        traffic=[{"bucket": datetime(2026, 10, 1, 18), "hits": 1}],
    )
    assert busy(ask, path, start="2026-10-01", end="2026-10-02") == {
        ("Thu", 23): (1, 1),
        ("Fri", 0): (6, 2),
    }


def test_the_hours_of_a_path_are_those_of_its_pageviews(ask: Ask) -> None:
    rows = only(ask("hours", path="/blog/*")).rows
    assert [row for row in rows if row[2]] == [("Thu", 10, 4, 2), ("Fri", 0, 4, 2)]


def test_a_range_without_people_has_no_hours(ask: Ask) -> None:
    assert only(ask("hours", start="2020", end="2020")).rows == ()
