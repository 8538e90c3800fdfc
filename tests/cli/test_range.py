# SPDX-License-Identifier: GPL-3.0-or-later
"""Which range a report has where none is asked for, and how all there is can be had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, write
from tests.reports.conftest import two_days


@pytest.mark.parametrize(
    ("asked", "views", "told"),
    [
        ((), 1, True),
        (("--start", "all"), 2, False),
        (("--start", "2026-10"), 1, False),
        (("--end", "2026-10-10"), 1, False),
    ],
)
def test_a_report_of_the_last_days_says_since_when_there_are_data(
    run: Run, ingest: Ingest, tmp_path: Path, asked: tuple[str, ...], views: int, told: bool
) -> None:
    days = 86_400
    ingest(write(tmp_path / "a.log", [combined(-60 * days), combined(0, who="192.0.2.2")]))
    assert ("data since 2026-08-11: --start all" in run("report", *asked).stdout) == told
    document = json.loads(run("report", "--format", "json", *asked).stdout)
    assert document["summary"]["pageviews"] == views


def test_nothing_is_said_where_the_range_has_all(run: Run, ingest: Ingest, tmp_path: Path) -> None:
    ingest(write(tmp_path / "a.log", [combined(-20 * 86_400), combined(0)]))
    assert "data since" not in run("report").stdout


def test_the_help_says_what_a_start_or_an_end_means_alone(run: Run, database: Path) -> None:
    two_days(database)
    said = " ".join(run("report", "--help", COLUMNS="200").stdout.split())
    assert "First moment of the range. Without it: 30 days up to its end." in said
    document = json.loads(run("report", "--end", "2026-10-01", "--format", "json").stdout)
    assert document["period"]["start"][:10] == "2026-09-02"
    assert "Without it: the last day that holds data, or today after a start by the clock" in said
    document = json.loads(run("report", "--start", "2026", "--format", "json").stdout)
    assert document["period"]["end"][:10] == "2026-10-03"


def test_a_range_without_data_names_the_start_that_has_some(run: Run, database: Path) -> None:
    two_days(database)
    advice = "the database has data from 2026-10-01 to 2026-10-02 (--start all begins there)\n"
    for asked in (("--start", "2027"), ("--start", "2026-10-05", "--end", "2026-10-06")):
        result = run("report", *asked)
        assert result.stderr.endswith(advice)
        again = run("report", "--start", "all", *asked[2:])
        assert (again.exit_code, again.stderr) == (0, "")
    # Before all data there is no range from their start on.
    result = run("report", "--end", "2026-09-01")
    assert result.stderr.endswith("the database has data from 2026-10-01 to 2026-10-02\n")
    assert run("report", "--end", "2026-09-01", "--start", "all").exit_code == 2
