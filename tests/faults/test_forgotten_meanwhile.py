# SPDX-License-Identifier: GPL-3.0-or-later
"""What is forgotten while an ingest counts stays forgotten, and is not taken back a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loganalytics.store import Store
from tests.conftest import Run
from tests.logs import combined, query, write

FORGET = {
    "the day": ("forget", "--start", "2026-10-10", "--end", "2026-10-10", "--yes"),
    "a page": ("forget", "--path", "/a", "--yes"),
    "days before": ("prune", "--older-than", "2026-10-11", "--yes"),
}
SUMS = "select sum(pageviews), sum(visits), sum(bounces), sum(visitors) from activity"


@pytest.mark.parametrize("what", FORGET)
@pytest.mark.parametrize("several", [False, True])
def test_visits_do_not_go_on_from_what_was_forgotten_while_they_were_counted(
    run: Run,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    several: bool,
) -> None:
    old = write(tmp_path / "access.log.2", [combined(0, "/a"), combined(60, "/a")])
    new = write(tmp_path / "access.log.1", [combined(600, "/b"), combined(700, "/c")])
    assert run("ingest", "-q", old).exit_code == 0
    add, forgotten = Store.add, []

    def add_after(store: Store, *arguments: Any, **more: Any) -> Any:
        if not forgotten:
            forgotten.append(run(*FORGET[what]).exit_code)
        return add(store, *arguments, **more)

    monkeypatch.setattr(Store, "add", add_after)
    sources = [new]
    if several:  # one that is stored alone, of which the known lines are held for the next
        sources.append(write(tmp_path / "other.log", [f"b.example:80 {combined(800, '/d')}"]))
    assert run("ingest", "-q", *sources).exit_code == 0
    assert forgotten == [0]
    assert run("check").exit_code == 0
    assert query(database, "select distinct path from pages where path = '/a'") == []
    left = (2, 1, 0, 1) if what == "a page" else (0, 0, 0, 0)  # the sums of all pages stay
    other = (1, 1, 1, 1) if several else (0, 0, 0, 0)
    sums = tuple(map(sum, zip((2, 1, 0, 1), left, other, strict=True)))
    assert query(database, SUMS) == [sums]


def test_known_lines_that_were_forgotten_between_two_sources_are_read_no_more(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = write(tmp_path / "access.log.3", [combined(0, "/a")])
    first = write(tmp_path / "access.log.2", [combined(600, "/b")])
    second = write(tmp_path / "access.log.1", [combined(1200, "/c")])
    assert run("ingest", "-q", old).exit_code == 0
    add, forgotten = Store.add, []

    def add_before(store: Store, *arguments: Any, **more: Any) -> Any:
        added = add(store, *arguments, **more)
        if not forgotten:
            forgotten.append(run(*FORGET["a page"]).exit_code)
        return added

    monkeypatch.setattr(Store, "add", add_before)
    monkeypatch.setattr("loganalytics.ingest.intake.looks_small", lambda *_: False)
    assert run("ingest", "-q", first, second).exit_code == 0
    assert forgotten == [0]
    assert run("check").exit_code == 0
    # The first two made one visit; the last is not joined to one of which a page is gone.
    assert query(database, SUMS) == [(3, 2, 1, 2)]
