# SPDX-License-Identifier: GPL-3.0-or-later
"""Merged databases hold what one would that had read all the logs; nothing counts twice."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.ops.rewrite import SUMS
from tests.comparing import stored
from tests.conftest import Ingest, Run
from tests.logs import combined, exact, many, query, write
from tests.ops.bytes import rows

LINES = many(160)


@pytest.fixture
def halves(tmp_path: Path) -> list[Path]:
    """Two logs of two servers at the same time, each in a folder of its own."""
    for name in "ab":
        (tmp_path / name).mkdir()
    return [write(tmp_path / "a/a.log", LINES[::2]), write(tmp_path / "b/b.log", LINES[1::2])]


def test_a_merge_of_halves_is_the_database_of_both_logs(
    run: Run, ingest: Ingest, database: Path, halves: list[Path], tmp_path: Path
) -> None:
    other, whole = tmp_path / "other.duckdb", tmp_path / "whole.duckdb"
    ingest(halves[0])
    ingest("--db", other, halves[1])
    for half in halves:
        ingest("--db", whole, half)
    before = other.read_bytes()
    result = run("merge", other)
    assert (result.exit_code, result.stdout) == (0, "")
    pageviews = query(other, "select pageviews, visits from ingests")[0]
    assert result.stderr == (
        f"{other}: {pageviews[0]} pageviews, {pageviews[1]} visits, 80 hits of 1 ingest, here 2.\n"
    )
    assert stored(database) == stored(whole)
    assert exact(database) == exact(whole)
    merged, straight = rows(database), rows(whole)
    for table in merged.keys() - {"ingests"}:  # the ledger knows when, and borders
        assert sorted(merged[table], key=repr) == sorted(straight[table], key=repr), table
    assert other.read_bytes() == before
    assert run("check").exit_code == 0
    assert ingest(*halves)["totals"]["hits"] == 0  # both are known now


def test_several_are_merged_at_once_and_can_be_undone(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    others = [tmp_path / f"{n}.duckdb" for n in range(3)]
    for n, other in enumerate(others):
        for part in range(2):
            start = 100 * (2 * n + part)
            ingest("--db", other, write(tmp_path / f"{n}{part}.log", many(20, start=start)))
    ingest(write(tmp_path / "own.log", many(20, start=900)))
    before = exact(database)
    assert run("merge", *others).exit_code == 0
    assert query(database, "select list(ingest_id order by ingest_id) from ingests") == [
        ([1, 2, 3, 5, 6, 8, 9],)  # the others are joins
    ]
    assert query(database, "select sum(hits) from traffic") == [(140,)]
    assert run("check").exit_code == 0
    assert run("undo", 2, 3, 5, 6, 8, 9, "--yes").exit_code == 0
    assert exact(database) == before


def refused(run: Run, database: Path, other: Path, code: int = 2) -> str:
    """Merging fails, and the database is as it was; returns why."""
    before = rows(database)
    result = run("merge", other)
    assert result.exit_code == code, result.output
    assert rows(database) == before
    return result.stderr


def test_what_was_counted_in_both_is_refused(
    run: Run, ingest: Ingest, database: Path, halves: list[Path], tmp_path: Path
) -> None:
    other = tmp_path / "other.duckdb"
    ingest(halves[0])
    ingest("--db", other, halves[1], halves[0].rename(tmp_path / "renamed.log"))
    said = refused(run, database, other)
    assert "its ingest 2 (renamed.log) was counted here as ingest 1 (a.log)" in said
    assert run("undo", 2, "--yes", "--db", other).exit_code == 0
    assert run("merge", other).exit_code == 0
    assert query(database, "select sum(hits) from traffic") == [(160,)]
    refused(run, database, other)  # the second time


@pytest.mark.parametrize("longer", ["here", "there"])
def test_what_may_be_a_beginning_of_the_other_is_refused(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, longer: str
) -> None:
    other = tmp_path / "other.duckdb"
    sizes = (30, 20) if longer == "here" else (20, 30)
    ingest(write(tmp_path / "a.log", LINES[: sizes[0]]))
    ingest("--db", other, write(tmp_path / "b.log", LINES[: sizes[1]]))
    said = refused(run, database, other)
    assert "its ingest 1 (b.log) begins with the same line as ingest 1 (a.log)" in said


def test_what_came_behind_a_known_log_is_refused_too(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    other, log = tmp_path / "other.duckdb", tmp_path / "a.log"
    for count in (10, 30):
        ingest(write(log, LINES[:count]))
    ingest("--db", other, write(tmp_path / "tail.log", LINES[10:30]))
    assert "was counted here as ingest 2" in refused(run, database, other)


def test_what_came_to_two_servers_at_once_was_not_counted_in_both(
    run: Run, ingest: Ingest, database: Path, halves: list[Path], tmp_path: Path
) -> None:
    """Between two runs nobody asked for anything but a monitor, which asked both."""
    other = tmp_path / "other.duckdb"
    asked = combined(90_000, "/health", size=2, agent="curl/8.5.0")
    for n, half in enumerate(halves):
        db = ("--db", other) if n else ()
        ingest(*db, half)
        ingest(*db, write(half, [*LINES[n::2], asked]))
    result = run("merge", other)
    assert (result.exit_code, result.stdout) == (0, "")
    assert query(database, "select sum(hits) from traffic") == [(162,)]
    assert run("check").exit_code == 0


def test_logs_that_begin_with_like_lines_and_are_as_long_are_two(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.duckdb"
    ingest(write(tmp_path / "a.log", [combined(0), combined(5, size=111)]))
    ingest("--db", other, write(tmp_path / "b.log", [combined(0), combined(6, size=222)]))
    assert run("merge", other).exit_code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--timezone", "Europe/Zurich"), "cuts days in Europe/Zurich, {here} UTC"),
        (("--k", "7"), "folds pairs with k = 7, {here} 5"),
    ],
)
def test_databases_that_count_otherwise_are_refused(
    run: Run,
    ingest: Ingest,
    database: Path,
    halves: list[Path],
    options: tuple[str, ...],
    said: str,
) -> None:
    other = database.with_name("other.duckdb")
    ingest(halves[0])
    ingest("--db", other, *options, halves[1])
    assert said.format(here=database) in refused(run, database, other)


def test_other_buckets_and_versions_are_refused(
    run: Run, ingest: Ingest, database: Path, halves: list[Path]
) -> None:
    other = database.with_name("other.duckdb")
    ingest(halves[0])
    ingest("--db", other, halves[1])
    for key, value, code in (("bucket_minutes", "30", 2), ("schema_version", "99", 4)):
        with duckdb.connect(str(other)) as connection:
            connection.execute("update meta set value = ? where key = ?", [value, key])
        refused(run, database, other, code)


def test_what_is_no_database_is_not_asked_for_by_db(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    log = write(tmp_path / "access.log", LINES)
    ingest(log)
    foreign, folder = tmp_path / "foreign.duckdb", tmp_path / "folder"
    duckdb.connect(foreign).close()
    folder.mkdir()
    before = database.read_bytes()
    none = (
        "is no database of loganalytics; name databases to merge, and give logs to "
        "`loganalytics ingest`"
    )
    for other, said in (
        (log, none),
        (foreign, none),
        (folder, "is a folder; name the database in it"),
        (tmp_path / "none", "does not exist; name the database to merge"),
    ):
        result = run("merge", other)
        assert (result.exit_code, result.output) == (4, f"loganalytics: {other} {said}\n")
    assert database.read_bytes() == before


def test_a_database_that_is_not_there_is_begun_with_a_copy_of_the_other(
    run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    new, other, third = (tmp_path / f"{name}.duckdb" for name in ("new", "other", "third"))
    ingest("--db", other, write(tmp_path / "a.log", LINES))
    begin = f"loganalytics backup --db {other} {new}"
    assert run("merge", "--db", new, other).stderr == (
        f"loganalytics: {new} does not exist; begin it with `{begin}`\n"
    )
    assert f"`{begin}`, then merge the others" in run("merge", "--db", new, other, third).stderr
    assert run(*begin.split()[1:]).exit_code == 0
    assert stored(new) == stored(other)
    # Where that would not do, either.
    nowhere = tmp_path / "no" / "new.duckdb"
    said = "does not exist; run `loganalytics ingest` first"
    assert f"{nowhere} {said}" in run("merge", "--db", nowhere, other).stderr
    assert f"{nowhere} {said}" in run("merge", "--db", nowhere, third).stderr


def test_one_that_cannot_be_merged_keeps_all_out(
    run: Run, ingest: Ingest, database: Path, halves: list[Path]
) -> None:
    good, bad = database.with_name("good.duckdb"), database.with_name("bad.duckdb")
    ingest(halves[0])
    ingest("--db", good, halves[1])
    bad.write_text("no database\n" * 1000)
    before = rows(database)
    assert run("merge", good, bad).exit_code == 4
    assert run("merge", good, database).exit_code == 2
    assert run("merge", good, good.with_name("none")).exit_code == 4
    assert run("merge", good, good).exit_code == 2
    assert rows(database) == before
    assert run("merge", good).exit_code == 0


def test_a_merge_that_fails_adds_nothing(
    run: Run,
    ingest: Ingest,
    database: Path,
    halves: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = database.with_name("other.duckdb")
    ingest(halves[0])
    ingest("--db", other, halves[1])
    before = rows(database)
    sound = Connection.run

    def failing(connection: Connection, name: str, /, **parameters: object) -> list[engine.Row]:
        if name == "store/trim_recent":
            raise engine.EngineError(name, "IOException")
        return sound(connection, name, **parameters)

    monkeypatch.setattr(Connection, "run", failing)
    result = run("merge", other)
    assert (result.exit_code, rows(database)) == (4, before)
    assert "Nothing was added" in result.stderr


def test_an_earlier_version_is_merged_once_it_is_up_to_date(
    run: Run, ingest: Ingest, database: Path, halves: list[Path]
) -> None:
    other = database.with_name("other.duckdb")
    ingest(halves[0])
    ingest("--db", other, halves[1])
    for each in (other, database):
        with duckdb.connect(str(each)) as connection:
            connection.execute("drop view v_ingests")
            connection.execute("alter table ingests drop column erased")
    assert "loganalytics compact" in run("merge", other).stderr
    assert run("compact", "--db", other).exit_code == 0
    assert run("merge", other).exit_code == 0
    assert query(database, "select sum(hits) from traffic") == [(160,)]


def test_a_database_without_latest_pageviews_gets_none(
    run: Run, ingest: Ingest, database: Path, halves: list[Path]
) -> None:
    other = database.with_name("other.duckdb")
    ingest("--no-recent", halves[0])
    ingest("--db", other, halves[1])
    assert run("merge", other).exit_code == 0
    assert rows(database)["recent"] == []


def test_the_latest_pageviews_are_those_of_both(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.duckdb"
    for n, each in enumerate((database, other)):
        views = [combined(60 * (2 * i + n), f"/{n}/{i}") for i in range(40)]
        ingest("--db", each, write(tmp_path / f"{n}.log", views))
    assert run("merge", other).exit_code == 0
    paths = {path for (path,) in query(database, "select path from recent")}
    assert paths == {f"/{n}/{i}" for n in range(2) for i in range(15, 40)}


def test_every_table_of_the_schema_is_merged() -> None:
    with duckdb.connect() as connection:
        connection.execute(engine.statement("store/schema"))
        tables = {name for (name,) in connection.execute("show tables").fetchall()}
    assert {name for name in tables - SUMS if not name.startswith("v_")} - {"meta"} == set(
        re.findall(r"from old[._](\w+)", engine.statement("ops/merge"))
    )
