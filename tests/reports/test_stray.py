# SPDX-License-Identifier: GPL-3.0-or-later
"""Hits that a clock dated wrong do not decide what a report is about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.reports.conftest import NOW, Ask, only
from tests.reports.database import counts, make

assert NOW.date().isoformat() == "2026-10-20"


def database(path: Path, *days: str) -> Path:
    """A hit at noon of each day, and a pageview."""
    at = [datetime.fromisoformat(f"{day}T12") for day in days]
    return make(
        path / "a.duckdb",
        traffic=[counts("bucket hits", each, 1) for each in at],
        activity=[counts("bucket pageviews", each, 1) for each in at],
    )


def ends(ask: Ask, path: Path, **wish: str) -> tuple[str, list[object], bool]:
    """The last day of the range, the latest days, and whether the report speaks of a clock."""
    report = ask("summary", path_of=path, **wish)
    latest = [row[0] for row in only(report).inner[0].rows]
    said = [note for note in report.notes if "a clock was wrong" in note]
    assert all("up to 2062-01-01" in note for note in said)
    return f"{report.end:%Y-%m-%d}", latest, bool(said)


def test_hits_behind_tomorrow_and_a_pause_are_left_for_those_who_ask(
    ask: Ask, tmp_path: Path
) -> None:
    path = database(tmp_path, "2026-10-01", "2026-10-18", "2062-01-01")
    latest = ["2026-10-18", "2026-10-17"]
    assert ends(ask, path) == ("2026-10-19", latest, True)
    assert ends(ask, path, start="2026-10-01") == ("2026-10-19", latest, True)
    # Who names an end knows what he wants, and one that has them needs not be told of them.
    assert ends(ask, path, end="2026-10-10") == ("2026-10-11", latest, False)
    assert ends(ask, path, start="2062") == ("2063-01-01", latest, False)
    report = ask("summary", path_of=path, start="2062")
    assert only(report).dicts()[0]["pageviews"] == 1


def test_hits_some_days_ahead_are_no_bridge_to_those_of_years(ask: Ask, tmp_path: Path) -> None:
    path = database(tmp_path, "2026-10-19", "2026-10-20", "2026-10-23", "2062-01-01")
    assert ends(ask, path) == ("2026-10-21", ["2026-10-20", "2026-10-19"], True)


@pytest.mark.parametrize(
    ("days", "last"),
    [
        (["2026-10-18", "2026-10-21"], "2026-10-22"),  # a clock, or a zone, ahead by a day
        (["2026-10-20", "2026-10-22", "2026-10-24"], "2026-10-25"),  # it goes on day by day
        (["2026-01-01", "2026-10-18"], "2026-10-19"),  # not to come
        (["2061-12-01", "2062-01-01"], "2062-01-02"),  # all are: it is this computer's clock
    ],
)
def test_else_a_report_ends_with_the_last_day_of_all(
    ask: Ask, tmp_path: Path, days: list[str], last: str
) -> None:
    end, latest, told = ends(ask, database(tmp_path, *days))
    assert (end, latest[0], told) == (last, days[-1], False)
