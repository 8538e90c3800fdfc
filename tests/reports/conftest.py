# SPDX-License-Identifier: GPL-3.0-or-later
"""A small database whose every sum can be done in the head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from loganalytics.model_report import Report, Section
from loganalytics.reports.build import Request, build
from loganalytics.reports.opening import open_database
from tests.reports.database import counts, make
from tests.reports.fortnight import two_weeks

NOW = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
A, B = "a.example", "b.example"
ONE, TWO = date(2026, 10, 1), date(2026, 10, 2)
MORNING = datetime(2026, 10, 1, 8)  # 10:00 of the 1st in Berlin
LATE = datetime(2026, 10, 1, 21)  # 23:00 of the 1st
NIGHT = datetime(2026, 10, 1, 22)  # 00:00 of the 2nd
NOON = datetime(2026, 10, 2, 10)  # 12:00 of the 2nd

Ask = Callable[..., Report]


def two_days(path: Path) -> Path:
    """Two days of two sites in Berlin's zone."""
    people = "bucket site pageviews visits visitors returning_visits bounces seconds"
    server = "bucket site status bot hits bytes_sent"
    page = "bucket site path pageviews visits entries exits bounces visitors seconds"
    by_day = "day site dimension value pageviews visits visitors"
    pair = "day site value by_dimension by_value pageviews"
    return make(
        path,
        {"timezone": "Europe/Berlin"},
        activity=[
            counts(people, MORNING, A, 10, 4, 3, 1, 2, 300),
            counts(people, LATE, A, 2, 1, 1, 0, 0, 60),
            counts(people, NIGHT, A, 4, 2, 2, 0, 1, 30),
            counts(people, NOON, B, 5, 3, 3, 0, 2, 10),
            # A visit that two ingests had cut, joined: one visit and one bounce fewer.
            {**counts(people, MORNING, A, 0, -1, 0, 0, -1, 30), "ingest_id": 2},
        ],
        traffic=[
            counts(server, MORNING, A, 200, False, 30, 3000),
            counts(server, MORNING, A, 404, False, 3, 90),
            counts(server, MORNING, A, 200, True, 7, 700),
            counts(server, LATE, A, 200, False, 2, 200),
            counts(server, NIGHT, A, 200, False, 6, 600),
            counts(server, NOON, B, 200, False, 8, 800),
        ],
        pages=[
            counts(page, MORNING, A, "/", 6, 3, 3, 2, 1, 3, 200),
            counts(page, MORNING, A, "/blog/x", 4, 2, 0, 1, 0, 2, 130),
            counts(page, LATE, A, "/", 2, 1, 1, 1, 0, 1, 60),
            counts(page, NIGHT, A, "/blog/x", 4, 2, 2, 2, 1, 2, 30),
            counts(page, NOON, B, "/", 5, 3, 3, 3, 2, 3, 10),
        ],
        titles=[
            counts("day site path title", ONE, A, "/blog/x", "Old"),
            counts("day site path title", TWO, A, "/blog/x", "New"),
            counts("day site path title", TWO, B, "/", "Other house"),
        ],
        daily=[
            counts(by_day, ONE, A, "source", "Google", 8, 3, 3),
            counts(by_day, ONE, A, "source", "Direct", 4, 1, 1),
            counts(by_day, TWO, A, "source", "Direct", 4, 2, 2),
            counts(by_day, TWO, B, "source", "Google", 5, 3, 3),
            counts(by_day, ONE, A, "country", "DE", 12, 4, 4),
        ],
        pairs=[
            counts(pair, ONE, A, "/blog/x", "source", "Google", 4),
            counts(pair, TWO, A, "/blog/x", "source", "(other)", 3),
            counts(pair, TWO, A, "(other)", "source", "(other)", 1),
        ],
        downloads=[counts("day site path hits bytes_sent visitors", ONE, A, "/a.pdf", 3, 900, 2)],
        bots=[
            counts("day site bot kind hits bytes_sent visitors", ONE, A, "GPTBot", "ai", 5, 500, 1),
            counts(
                "day site bot kind hits bytes_sent visitors", ONE, A, "Anybot", "seo", 2, 200, 1
            ),
        ],
        recent=[
            counts("minute site path entry", MORNING.replace(minute=5), A, "/", True),
            counts("minute site path entry", NOON.replace(minute=7), B, "/", False),
        ],
    )


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return two_days(tmp_path / "book.duckdb")


@pytest.fixture
def ask(book: Path) -> Ask:
    """Build a report of `book`: sections by position, the rest of the request by name."""

    def asked(*sections: str, path_of: Path = book, now: datetime = NOW, **wish: Any) -> Report:
        with open_database(path_of) as connection:
            return build(connection, path_of, Request(sections, **wish), now)

    return asked


@pytest.fixture
def fortnight(tmp_path: Path) -> Path:
    return two_weeks(tmp_path / "fortnight.duckdb")


@pytest.fixture
def week(ask: Ask, fortnight: Path) -> Ask:
    """Sections of the second week against the first."""

    def asked(*sections: str, **wish: Any) -> Report:
        wish = {"start": "2026-W43", "end": "2026-W43", "compare": "previous", **wish}
        return ask(*sections, path_of=fortnight, **wish)

    return asked


def only(report: Report) -> Section:
    """The one section of a report."""
    (section,) = report.sections
    return section
