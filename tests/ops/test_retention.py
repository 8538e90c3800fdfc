# SPDX-License-Identifier: GPL-3.0-or-later
"""A retention is applied at each ingest, unless the clock is in doubt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from loganalytics.cli import prune
from loganalytics.errors import LockedError
from tests.conftest import Ingest, Run
from tests.logs import NOON, combined, query, write
from tests.ops.bytes import PLANTED, occurrences, rows
from tests.ops.test_prune import NOW, days_of, log


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "wall_clock", lambda: NOW)


def test_a_retention_is_applied_now_and_at_each_ingest(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(log(tmp_path, 10, 12))
    assert run("prune", "--keep", "9d", "--yes").exit_code == 0
    assert days_of(database)["traffic"] == {"2026-10-11", "2026-10-12"}
    assert dict(rows(database)["meta"])["keep"] == "9"
    monkeypatch.setattr(prune, "wall_clock", lambda: NOW + timedelta(days=1))
    # Also where nothing is new; and old days that come are gone when it ends.
    result = run("ingest", log(tmp_path, 10, 12))
    assert "Removed what was before 2026-10-12: 3 pageviews" in result.stderr
    assert days_of(database)["traffic"] == {"2026-10-12"}
    ingest(log(tmp_path, 6, 9, "b.log"), log(tmp_path, 13, 13, "c.log"))
    assert set(map(frozenset, days_of(database).values())) == {
        frozenset({"2026-10-12", "2026-10-13"})
    }
    assert occurrences(database, f"{PLANTED}/11") == 0
    assert query(database, "select count(*) from ingests") == [(3,)]


def test_a_retention_rewrites_only_when_a_day_went_by(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(log(tmp_path, 18, 19))
    assert run("prune", "--keep", "9d", "--yes").exit_code == 0
    inode = database.stat().st_ino
    result = run("ingest", log(tmp_path, 20, 20, "b.log"))
    assert "Removed" not in result.stderr
    assert database.stat().st_ino == inode


def test_a_retention_can_be_lifted(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(log(tmp_path, 19, 19))
    assert run("prune", "--keep", "9d", "--yes").exit_code == 0
    assert run("prune", "--keep", "off").exit_code == 0
    assert "keep" not in dict(rows(database)["meta"])
    ingest(log(tmp_path, 10, 10, "b.log"))
    assert "2026-10-10" in days_of(database)["traffic"]


WRONG = datetime(2066, 10, 20, 9, tzinfo=UTC)
DOUBT = (
    "no old day was removed: the clock says 2066-10-20, but the newest hit is of 2026-10-13, more "
    "than 31 days before. If the clock is right, `loganalytics prune --older-than 400d` removes "
    "them"
)


def test_a_clock_that_is_wrong_removes_nothing_at_an_ingest(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(log(tmp_path, 10, 12))
    assert run("prune", "--keep", "400d", "--yes").exit_code == 0
    before = rows(database)["traffic"]
    monkeypatch.setattr(prune, "wall_clock", lambda: WRONG)
    result = run("ingest", "--quiet", log(tmp_path, 13, 13, "b.log"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"loganalytics: {database}: {DOUBT}\n"
    assert set(rows(database)["traffic"]) > set(before)
    document = ingest(log(tmp_path, 13, 13, "b.log"))
    assert document["note"] == f"{database}: {DOUBT}"
    # It goes by the newest hit that was ever counted, were it the last of its kind.
    assert run("forget", "--start", "2026-10-11", "--yes").exit_code == 0
    assert ingest(log(tmp_path, 13, 13, "b.log"))["note"] == f"{database}: {DOUBT}"
    assert days_of(database)["traffic"] == {"2026-10-10"}
    monkeypatch.setattr(prune, "wall_clock", lambda: NOW)
    assert "note" not in ingest(log(tmp_path, 13, 13, "b.log"))


def test_a_clock_that_is_wrong_removes_nothing_with_a_new_retention_but_by_hand(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(log(tmp_path, 10, 13))
    monkeypatch.setattr(prune, "wall_clock", lambda: WRONG)
    before = rows(database)
    result = run("prune", "--keep", "400d", "--yes")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == [
        f"{database} keeps 400 days from now on.",
        f"{database}: {DOUBT}",
    ]
    assert {**rows(database), "meta": before["meta"]} == before
    assert dict(rows(database)["meta"])["keep"] == "400"
    assert run("prune", "--older-than", "400d", "--yes").exit_code == 0
    assert rows(database)["traffic"] == []


@pytest.mark.parametrize(("at", "left"), [(0, []), (1, ["2026-09-19"])])
def test_days_are_removed_while_the_newest_hit_is_at_most_31_days_old(
    run: Run,
    ingest: Ingest,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    at: int,
    left: list[str],
) -> None:
    newest = NOW - timedelta(days=31)
    monkeypatch.setattr(prune, "wall_clock", lambda: newest)
    ingest(write(tmp_path / "a", [combined(int(newest.timestamp()) - NOON)]))
    assert run("prune", "--keep", "9d", "--yes").exit_code == 0
    monkeypatch.setattr(prune, "wall_clock", lambda: NOW + timedelta(microseconds=at))
    assert run("ingest", tmp_path / "a").exit_code == 0
    assert sorted(days_of(database)["traffic"]) == left


def test_a_dry_run_removes_nothing(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(log(tmp_path, 10, 10))
    with duckdb.connect(str(database)) as connection:
        connection.execute("insert into meta values ('keep', '3')")
    assert run("ingest", "--dry-run", log(tmp_path, 11, 11, "b.log")).exit_code == 0
    assert days_of(database)["traffic"] == {"2026-10-10"}


def test_a_retention_that_cannot_be_applied_is_said_and_loses_no_ingest(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(log(tmp_path, 10, 10))
    assert run("prune", "--keep", "9d", "--yes").exit_code == 0

    def locked(*_: object, **__: object) -> None:
        raise LockedError("held")

    with monkeypatch.context() as patch:
        patch.setattr("loganalytics.ops.prune.rewrite", locked)
        result = run("ingest", log(tmp_path, 9, 12, "b.log"))
    assert result.exit_code == 75
    assert result.stderr.endswith("held. The next ingest tries to remove old days again\n")
    assert "ingested" in result.stderr
    assert run("ingest", log(tmp_path, 9, 12, "b.log")).exit_code == 0
    assert days_of(database)["traffic"] == {"2026-10-11", "2026-10-12"}
