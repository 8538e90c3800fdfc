# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a time that is none: what is taken there, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.reports.conftest import two_days

DATES = "2026-10-31, 2026-10, 2026, 2026-W44"
WORDS = "today, yesterday, this-week, last-week (-month, -year)"
DAYS = f"{DATES}, {WORDS}"
TIMES = f"{DATES}, 2026-10-31T18:00 (with or without an offset), UNIX seconds, {WORDS}"


@pytest.fixture(autouse=True)
def _filled(database: Path) -> None:
    two_days(database)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            "report --start al",
            f"cannot read 'al' as a time; understood are {TIMES}, 7d, 4w, all",
        ),
        ("report --end soon", f"cannot read 'soon' as a time; understood are {TIMES}"),
        ("report --end all", f"all is a start; understood as an end are {TIMES}"),
        ("report --end 7d", f"7d is a start; understood as an end are {TIMES}"),
        (
            "report --start 2026-01-10 --end 2026-01-01",
            "the range is empty: 2026-01-10 00:00 is not before 2026-01-02 00:00"
            " (a date as an end includes that day)",
        ),
        ("forget --start soon", f"cannot read 'soon' as a time; understood are {DAYS}, 7d, 4w"),
        ("forget --start all", f"cannot read 'all' as a time; understood are {DAYS}, 7d, 4w"),
        ("forget --end soon", f"cannot read 'soon' as a time; understood are {DAYS}"),
        ("forget --end 7d", f"7d is a start; understood as an end are {DAYS}"),
        ("prune --older-than 90", "--older-than 90: say 90d for days or 90w for weeks"),
        (
            "prune --older-than soon",
            f"cannot read 'soon' as a time; understood are 90d, 12w, {DAYS}",
        ),
    ],
)
def test_a_message_names_what_is_taken_there(run: Run, arguments: str, said: str) -> None:
    result = run(*arguments.split())
    assert (result.exit_code, result.output) == (2, f"loganalytics: {said}\n")


@pytest.mark.parametrize(
    ("command", "forms"),
    [
        ("report --start", "7d 4w all today 2026-W40 2026-10-02T18:00 0"),
        ("report --end", "today 2026-W40 2026-10-02T18:00 this-month"),
        ("forget --yes --start", "7d 4w today 2026-W40"),
        ("forget --yes --end", "2026-W39 last-year"),
        ("prune --yes --older-than", "999d 12w 2026-W40 last-year"),
    ],
)
def test_what_a_message_names_is_taken(run: Run, command: str, forms: str) -> None:
    for form in forms.split():
        assert run(*command.split(), form).exit_code == 0, form
