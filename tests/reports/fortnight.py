# SPDX-License-Identifier: GPL-3.0-or-later
"""Two weeks of a small site in New York, whose every sum can be done in the head."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from loganalytics.model_report import Section, Value
from tests.reports.database import counts, make

MONDAY = date(2026, 10, 12)
NOON = 16  # UTC, in New York in summer
PEOPLE = "bucket pageviews visits visitors bounces"
PAGE = "bucket path pageviews visits entries"
SOURCE = "day dimension value pageviews visits visitors"


def at(day: int, hour: int = NOON) -> datetime:
    """An hour of the nth day, UTC."""
    return datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day, hours=hour)


def two_weeks(path: Path) -> Path:
    """Ten pageviews on each day of the first week, twelve on each of the second."""
    days = [at(day) for day in range(14)]
    return make(
        path,
        {"timezone": "America/New_York"},
        activity=[
            counts(PEOPLE, each, *((10, 5, 4, 2) if n < 7 else (12, 5, 5, 1)))
            for n, each in enumerate(days)
        ],
        traffic=[
            {"bucket": each, "status": status, "hits": hits}
            for n, each in enumerate(days)
            for status, hits in ((200, 20), (404 if n < 7 else 500, 1))
        ],
        pages=[
            *(counts(PAGE, each, "/", 6, 3, 3) for each in days),
            counts(PAGE, at(0), "/old", 20, 1, 1),
            counts(PAGE, at(1), "/older", 1, 1, 1),
            counts(PAGE, at(2), "/both", 10, 1, 1),
            counts(PAGE, at(9), "/both", 15, 1, 1),
            counts(PAGE, at(10), "/fresh", 27, 1, 1),
        ],
        daily=[
            counts(SOURCE, MONDAY, "source", "Google", 8, 4, 4),
            counts(SOURCE, MONDAY, "source", "Newsletter", 2, 2, 2),
            counts(SOURCE, MONDAY + timedelta(days=7), "source", "Google", 8, 5, 4),
            counts(SOURCE, MONDAY + timedelta(days=7), "source", "GitHub", 4, 1, 1),
        ],
    )


def leads(section: Section) -> list[tuple[Value, ...]]:
    """Each row's name, its count, the count before, the change."""
    lead = section.lead
    names = (section.columns[0].name, lead, f"{lead}_before", f"{lead}_change")
    return [tuple(row[name] for name in names) for row in section.dicts()]
