# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of options and arguments that cannot be, and to those who know other programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run
from tests.reports.conftest import two_days


@pytest.fixture(autouse=True)
def _filled(database: Path) -> None:
    two_days(database)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("report", "--start --end --site --path"),
        ("forget --yes", "--start --end --site --path"),
        ("prune --yes", "--older-than --keep"),
    ],
)
def test_what_says_what_is_meant_is_refused_if_it_is_given_twice(
    run: Run, database: Path, command: str, options: str
) -> None:
    before = database.read_bytes()
    name = command.split()[0]
    for option in options.split():
        result = run(*command.split(), option, "/a", option, "/b")
        assert (result.exit_code, result.output) == (
            2,
            f"loganalytics: {option}: given 2 times, where only one can hold "
            f"(see `loganalytics {name} --help`)\n",
        )
    assert database.read_bytes() == before
