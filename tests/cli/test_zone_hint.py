# SPDX-License-Identifier: GPL-3.0-or-later
"""The first ingest sets the time zone for good: where nobody named one, it says so in time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from loganalytics.cli.zone_hint import ZONES
from tests.conftest import Run
from tests.logs import combined, write

HINT = "Days begin at midnight UTC, and these logs write times of +0530."


def log(tmp_path: Path, offset: str = "+0530", name: str = "a.log") -> Path:
    return write(tmp_path / name, [combined(n).replace("+0000", offset) for n in range(3)])


def test_a_first_ingest_says_that_days_are_of_another_zone_than_the_log(
    run: Run, database: Path, tmp_path: Path
) -> None:
    told = run("ingest", log(tmp_path)).stderr
    assert HINT in told
    assert f"remove {database} and begin again with --timezone" in told
    later = write(tmp_path / "b.log", [combined(9).replace("+0000", "+0530")])
    assert HINT not in run("ingest", later).stderr


@pytest.mark.parametrize(
    ("offset", "zone"), [("-0800", "America/Los_Angeles"), ("+0530", "Asia/Kolkata")]
)
def test_the_zone_that_is_proposed_has_had_the_offset_of_the_log(
    run: Run, tmp_path: Path, offset: str, zone: str
) -> None:
    told = run("ingest", log(tmp_path, offset)).stderr
    assert f"such as --timezone {zone}: later" in " ".join(told.split())
    year = [datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7)]
    for each, name in ZONES.items():
        assert each in {day.astimezone(ZoneInfo(name)).strftime("%z") for day in year}


def test_of_an_odd_offset_no_zone_is_proposed(run: Run, tmp_path: Path) -> None:
    told = " ".join(run("ingest", log(tmp_path, "+0123")).stderr.split())
    assert "begin again with --timezone: later" in told


@pytest.mark.parametrize(
    ("offset", "options"),
    [
        ("+0530", ("--timezone", "Asia/Kolkata")),
        ("+0530", ("--quiet",)),
        ("+0530", ("--dry-run",)),
        ("+0000", ()),
        ("-0000", ()),
    ],
)
def test_nothing_is_said_where_there_is_nothing_to_decide(
    run: Run, tmp_path: Path, offset: str, options: tuple[str, ...]
) -> None:
    result = run("ingest", log(tmp_path, offset), *options)
    assert (result.exit_code, "Days begin" in result.stderr) == (0, False)
