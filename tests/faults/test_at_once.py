# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs side by side: each waits for the other or says that it could not, nothing counts twice."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from loganalytics.cli.main import _COMMANDS
from loganalytics.errors import LockedError
from loganalytics.turns import turn
from tests.conftest import Run
from tests.faults.trials import Trials, beside, broken, request
from tests.logs import large, many, query, write

COMMANDS = (
    ("report", "summary"),
    ("status",),
    ("sql", "from v_pages"),
    ("check",),
    ("export", "{folder}/exported"),
    ("backup", "{folder}/copy"),
    ("compact",),
    ("undo", "1", "--yes"),
    ("prune", "--older-than", "90d", "--yes"),
    ("forget", "--path", "/p1", "--yes"),
    ("merge", "{folder}/other"),
    ("verify-privacy", "{folder}/a.log"),
    ("ingest", "{folder}/b.log"),
)


@contextlib.contextmanager
def held(database: Path) -> Iterator[None]:
    """Another process has it open for writing."""
    answer, begun = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        connection = duckdb.connect(str(database))
        os.write(begun[1], b"1")
        os.read(answer[0], 1)
        connection.close()
        os._exit(0)
    os.read(begun[0], 1)
    try:
        yield
    finally:
        os.write(answer[1], b"1")
        os.waitpid(pid, 0)
        for number in (*answer, *begun):
            os.close(number)


def test_every_command_waits_as_long_as_it_is_told_and_then_ends_with_75(
    trials: Trials, tmp_path: Path
) -> None:
    database = tmp_path / "book.duckdb"
    logs = [write(tmp_path / f"{n}.log", many(30, start=90 * i)) for i, n in enumerate("ab")]
    assert trials.run("ingest", "--db", database, logs[0]).code == 0
    assert trials.run("ingest", "--db", tmp_path / "other", logs[1]).code == 0
    before = query(database, "select * from ingests")
    with held(database):
        for command in COMMANDS:
            arguments = [part.format(folder=tmp_path) for part in command]
            began = time.monotonic()
            done = trials.run(*arguments, "--db", database, "--wait", 0.3)
            assert (done.code, done.stdout) == (75, ""), (command, done)
            assert time.monotonic() - began > 0.3, command
            (line,) = done.stderr.splitlines()
            assert line.startswith("loganalytics: "), command
            assert "another process holds the database" in line, command
    assert query(database, "select * from ingests") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.log", "b.log", "book.duckdb", "other",
    ]  # fmt: skip


def test_all_commands_that_open_the_database_can_be_told_how_long_to_wait(run: Run) -> None:
    names = {command[0] for command in COMMANDS}
    for name in ("help", "snippet"):
        assert "--wait" not in run(name, "--help").output
    assert names | {"help", "snippet"} == set(_COMMANDS)
    for name in names:
        assert "--wait SECONDS" in run(name, "--help").output, name


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("there", [True, False])
def test_four_ingests_at_once_count_each_content_once(
    trials: Trials, tmp_path: Path, same: bool, there: bool
) -> None:
    folder = tmp_path / "db"
    folder.mkdir()
    database = folder / "book.duckdb"
    paths = [
        write(tmp_path / f"{n}.log", many(500, start=0 if same else 1000 * n)) for n in range(4)
    ]
    if there:
        first = write(tmp_path / "first.log", many(9, start=9000))
        assert trials.run("ingest", "--db", database, first).code == 0
    runs = trials.run_all([request("ingest", "--json", "--db", database, path) for path in paths])
    assert [(done.code, done.stderr) for done in runs] == [(0, "")] * 4
    hits = [json.loads(done.stdout)["totals"]["hits"] for done in runs]
    assert sum(hits) == (500 if same else 2000)
    assert query(database, "select sum(hits) from traffic") == [(sum(hits) + 9 * there,)]
    assert not broken(database)
    assert beside(database) == []


def test_ten_reports_at_once_during_ingests_see_whole_ingests(
    trials: Trials, tmp_path: Path
) -> None:
    folder = tmp_path / "db"
    folder.mkdir()
    database = folder / "book.duckdb"
    first = write(tmp_path / "first.log", many(100))
    assert trials.run("ingest", "--db", database, first).code == 0
    paths = [write(tmp_path / f"{n}.log", large(start=2000 * n)) for n in range(1, 4)]
    report = ("report", "summary", "--start", "2026", "--format", "json", "--wait", 60)
    runs = trials.run_all(
        [
            request("ingest", "--db", database, *paths),
            *(request(*report, "--db", database, after=0.1) for _ in range(10)),
        ]
    )
    assert [done.code for done in runs] == [0] * 11, runs
    seen = {json.loads(done.stdout)["summary"]["hits"] for done in runs[1:]}
    assert seen <= {100, 2000, 3900, 5800}
    assert query(database, "select sum(hits) from traffic") == [(5800,)]


def test_a_run_that_waits_for_its_turn_finds_what_the_other_counted(
    trials: Trials, tmp_path: Path
) -> None:
    database = tmp_path / "book.duckdb"
    log = write(tmp_path / "large.log", many(1900))
    arguments = ("ingest", "--json", "--timings", "--db", database, log)
    runs = trials.run_all([request(*arguments), request(*arguments, after=0.1)])
    assert [done.code for done in runs] == [0, 0], runs
    found = sorted(json.loads(done.stdout)["sources"][0]["status"] for done in runs)
    assert found == ["ingested", "unchanged"]
    late = next(done for done in runs if "unchanged" in done.stdout)
    # It read the log once, to compare it, and counted nothing in vain.
    assert json.loads(late.stdout)["timings"]["visits"] == 0
    assert beside(database) == []


def test_whose_turn_it_is_others_wait_for(tmp_path: Path) -> None:
    database = tmp_path / "book.duckdb"
    with turn(database, 0):
        assert beside(database) == [".book.duckdb.lock"]
        with pytest.raises(LockedError, match="another ingest is at work"), turn(database, 0.2):
            pass
        with turn(tmp_path / "other.duckdb", 0):
            pass
    assert beside(database) == []
    with turn(database, 0):
        pass


def test_a_lock_that_a_killed_run_left_is_nobodys(tmp_path: Path) -> None:
    database = tmp_path / "book.duckdb"
    (tmp_path / ".book.duckdb.lock").touch()
    with turn(database, 0):
        pass
    assert beside(database) == []


def test_a_lock_whose_file_went_while_it_was_waited_for_is_taken_anew(tmp_path: Path) -> None:
    database, lock = tmp_path / "book.duckdb", tmp_path / ".book.duckdb.lock"
    with lock.open("w") as old:
        fcntl.flock(old, fcntl.LOCK_EX)
        with pytest.raises(LockedError), turn(database, 0):
            pass
        lock.unlink()
        with turn(database, 0):
            assert lock.exists()


def test_where_no_lock_can_be_made_nobody_is_waited_for(tmp_path: Path) -> None:
    with turn(tmp_path / "no folder" / "book.duckdb", 0):
        assert list(tmp_path.iterdir()) == []
    (tmp_path / ".book.duckdb.lock").symlink_to(tmp_path / "elsewhere")  # not followed
    with turn(tmp_path / "book.duckdb", 0):
        assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("seconds", ["nan", "-1", "-inf", "soon", ""])
def test_a_wait_that_is_no_time_is_refused(run: Run, seconds: str) -> None:
    result = run("report", f"--wait={seconds}")
    assert result.exit_code == 2
    assert "is no number of seconds from 0 on" in result.stderr
