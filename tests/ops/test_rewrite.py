# SPDX-License-Identifier: GPL-3.0-or-later
"""A database is written again at once or not at all, and nobody who uses it is harmed."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics import engine
from loganalytics.engine import Connection, patience
from loganalytics.ops.rewrite import SUMS
from tests.conftest import Ingest, Run, database_of
from tests.logs import many, query, write
from tests.ops.bytes import PLANTED, occurrences, plant, rows

PROGRAM = [sys.executable, "-m", "loganalytics"]


@pytest.fixture
def filled(database: Path, tmp_path: Path) -> Path:
    """A database of two ingests."""
    logs = many(60), many(60, start=90)
    for name, lines in zip("ab", logs, strict=True):
        write(tmp_path / f"{name}.log", lines)
    database.write_bytes(database_of(*map(tuple, logs)))
    database.chmod(0o600)
    return database


def beside(database: Path) -> list[str]:
    """Names of what belongs to a database."""
    return sorted(p.name for p in database.parent.iterdir() if database.name in p.name)


def definitions(database: Path) -> list[tuple[Any, ...]]:
    """Tables with columns, types and constraints, and views."""
    parts = (
        "select 'column', table_name, column_name, data_type, is_nullable, column_default "
        "from duckdb_columns() where not internal",
        "select 'constraint', table_name, constraint_text, '', false, '' from duckdb_constraints()",
        "select 'view', view_name, sql, '', false, '' from duckdb_views() where not internal",
    )
    return sorted((row for part in parts for row in query(database, part)), key=repr)


def test_what_no_process_can_have_left_is_swept_away(run: Run, filled: Path) -> None:
    filled.with_name(f".{filled.name}.{10**20}.new").touch()
    assert run("compact").exit_code == 0
    assert beside(filled) == [filled.name]


def test_compact_changes_no_row_no_table_and_no_view(run: Run, filled: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute("create view aa_own as select * from v_pages")
    before, meant = rows(filled), definitions(filled)
    old = filled.stat()
    result = run("compact")
    assert result.exit_code == 0, result.output
    assert "was written again" in result.stderr
    assert (rows(filled), definitions(filled)) == (before, meant)
    assert filled.stat().st_ino != old.st_ino
    assert any("PRIMARY KEY" in str(row) for row in meant)
    assert beside(filled) == [filled.name]


def test_what_was_deleted_in_the_file_is_among_its_bytes_until_it_is_compacted(
    run: Run, filled: Path
) -> None:
    plant(filled)
    assert occurrences(filled) > 100
    assert run("compact").exit_code == 0
    assert occurrences(filled) == 0


def test_mode_and_link_stay(run: Run, filled: Path, tmp_path: Path) -> None:
    filled.chmod(0o640)
    link = tmp_path / "link.duckdb"
    link.symlink_to(filled)
    assert run("compact", "--db", link).exit_code == 0
    assert stat.S_IMODE(filled.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert not filled.is_symlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_the_owner_stays(run: Run, filled: Path) -> None:
    os.chown(filled, 12345, 23456)
    assert run("compact").exit_code == 0
    assert (filled.stat().st_uid, filled.stat().st_gid) == (12345, 23456)


def test_a_database_of_an_earlier_version_gets_what_came_since(run: Run, filled: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute("drop view v_ingests")
        for column in ("late", "erased"):
            connection.execute(f"alter table ingests drop column {column}")
        connection.execute("create view v_ingests as select * from ingests")
    assert run("compact").exit_code == 0
    assert query(filled, "select late, erased from v_ingests") == [(0, "")] * 2


def test_foreign_tables_are_not_lost(run: Run, filled: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute("create table my_notes as select 1 as a")
    before = filled.read_bytes()
    result = run("compact")
    assert (result.exit_code, filled.read_bytes()) == (4, before)
    assert "my_notes" in result.stderr


def test_every_table_of_the_schema_is_copied() -> None:
    with duckdb.connect() as connection:
        connection.execute(engine.statement("store/schema"))
        tables = connection.execute("select table_name from duckdb_tables()").fetchall()
    text = engine.statement("ops/keep")
    assert {(table,) for table in SUMS} < set(tables)
    for (table,) in {*tables} - {(table,) for table in SUMS}:
        copied = rf"insert into db\.{table} by name\s+select \* from old[._]{table}\b"
        assert re.search(copied, text)


def test_a_missing_and_a_foreign_file_are_exit_code_4(
    run: Run, database: Path, tmp_path: Path
) -> None:
    result = run("compact")
    assert result.exit_code == 4
    assert "does not exist; run `loganalytics ingest` first" in result.stderr
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table a (b integer)")
    result = run("compact")
    assert result.exit_code == 4
    assert "is no database of loganalytics" in result.stderr
    database.write_text("no database\n" * 1000)
    assert run("compact").exit_code == 4
    assert beside(database) == [database.name]


# Killed at any moment.

MOMENTS = {
    "when the schema is made": "Connection.copy_schema",
    "when rows are copied": "rewrite._copy_rows",
    "when all is in the new file": "Connection.checkpoint",
    "when the new file is on the disk": "rewrite._give_away",
    "when the new file has the name": "os.replace",
}


def kill_at(moment: str, *arguments: object) -> int:
    """Run the program until a function returned; returns how it ended."""
    where, name = MOMENTS[moment].split(".")
    program = f"""
        import os, signal, sys
        from loganalytics.cli.main import cli
        from loganalytics.engine import Connection
        from loganalytics.ops import rewrite
        sound = {where}.{name}
        def fatal(*arguments, **more):
            sound(*arguments, **more)
            os.kill(os.getpid(), signal.SIGKILL)
        {where}.{name} = fatal
        cli(sys.argv[1:])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)], timeout=60
    )
    return done.returncode


@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_9_leaves_the_old_or_the_new_one_whole(
    run: Run, ingest: Ingest, filled: Path, moment: str
) -> None:
    plant(filled)
    before, old = rows(filled), filled.stat().st_ino
    assert kill_at(moment, "compact", "--db", filled) == -signal.SIGKILL
    replaced = filled.stat().st_ino != old
    assert replaced == ("has the name" in moment)
    assert rows(filled) == before
    if not replaced:
        assert len(beside(filled)) > 1  # what is left of the new one
    assert ingest(write(filled.with_name("c.log"), many(9, start=200)))["totals"]["hits"] == 9
    assert run("compact").exit_code == 0
    assert beside(filled) == [filled.name]
    assert occurrences(filled) == 0


def test_a_signal_leaves_the_old_one_and_nothing_beside_it(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = filled.read_bytes()
    monkeypatch.setattr(Connection, "checkpoint", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    result = run("compact")
    assert (result.exit_code, filled.read_bytes()) == (130, before)
    assert result.stderr == "loganalytics: interrupted; nothing was changed\n"
    assert beside(filled) == [filled.name]


def compact_without_room(database: Path, limit: int) -> subprocess.CompletedProcess[str]:
    """Run `compact` where no file can have more than so many bytes."""
    program = f"""
        import resource, signal, sys
        from loganalytics.cli.main import cli
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
        cli(sys.argv[1:])
    """
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), "compact", "--db", str(database)],
        capture_output=True,
        text=True,
    )


def rename_and_be_killed(database: Path) -> None:
    """Leave a change in the log of DuckDB."""
    program = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute(\"update ingests set source = 'renamed'\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, str(database)], check=True)
    assert len(beside(database)) == 2


def test_a_full_disk_leaves_the_old_one_and_nothing_beside_it(filled: Path) -> None:
    before = filled.read_bytes()
    done = compact_without_room(filled, 200_000)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert f"{filled}: " in done.stderr
    assert (beside(filled), filled.read_bytes()) == ([filled.name], before)


def test_where_the_log_of_duckdb_has_no_room_in_the_file_that_is_said(filled: Path) -> None:
    rename_and_be_killed(filled)
    before = filled.read_bytes()
    done = compact_without_room(filled, 50_000)
    assert done.returncode == 4
    assert f"{filled}: what stands in {filled.name}.wal beside it cannot be" in done.stderr
    assert done.stderr.endswith("is the disk full? Nothing was changed\n")
    assert (len(beside(filled)), filled.read_bytes()) == (2, before)


def test_what_a_killed_process_had_committed_is_taken_up(run: Run, filled: Path) -> None:
    rename_and_be_killed(filled)
    assert run("compact").exit_code == 0
    assert beside(filled) == [filled.name]
    assert query(filled, "select distinct source from ingests") == [("renamed",)]


# Others at the same time.


@contextmanager
def in_the_middle(monkeypatch: pytest.MonkeyPatch, act: Any) -> Iterator[None]:
    """Do something once, when all is in the new file and it has no name yet."""
    sound = Connection.checkpoint
    done: list[bool] = []

    def acting(connection: Connection) -> None:
        sound(connection)
        if not done:
            done.append(True)
            act()

    with monkeypatch.context() as patch:
        patch.setattr(Connection, "checkpoint", acting)
        yield
    assert done


def program(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60
    )


def test_a_report_goes_on_while_the_database_is_compacted(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def report() -> None:
        seen.append(program("report", "summary", "--db", filled, "--format", "csv"))

    with in_the_middle(monkeypatch, report):
        assert run("compact").exit_code == 0
    after = program("report", "summary", "--db", filled, "--format", "csv")
    assert (seen[0].returncode, seen[0].stdout) == (0, after.stdout)
    assert "pageviews" in after.stdout


def test_who_reads_the_old_one_reads_it_to_the_end(run: Run, filled: Path) -> None:
    # In a process of its own, for one process has one view of a file.
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
            "print('open', flush=True); sys.stdin.readline();"
            "print(c.execute('select count(*) from pages').fetchall()[0][0])",
            str(filled),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "open\n"
    assert run("compact").exit_code == 0
    pages = len(rows(filled)["pages"])
    assert reader.communicate("\n", timeout=60)[0] == f"{pages}\n"


def test_an_ingest_that_waits_writes_into_the_new_one(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write(filled.with_name("c.log"), many(9, start=200))
    waiting: list[subprocess.Popen[bytes]] = []

    def ingest() -> None:
        waiting.append(subprocess.Popen([*PROGRAM, "ingest", "-q", "--db", str(filled), str(log)]))
        with pytest.raises(subprocess.TimeoutExpired):  # it is kept out
            waiting[0].wait(2)

    with in_the_middle(monkeypatch, ingest):
        assert run("compact").exit_code == 0
    assert waiting[0].wait(60) == 0
    assert query(filled, "select lines from ingests order by ingest_id") == [(60,), (60,), (9,)]


def test_of_two_rewrites_none_undoes_the_other(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(filled)

    def other() -> None:
        assert program("compact", "--db", filled).returncode == 0
        change = (
            "import duckdb, sys; duckdb.connect(sys.argv[1]).execute("
            "\"update ingests set source = 'by the other'\")"
        )
        subprocess.run([sys.executable, "-c", change, str(filled)], check=True)

    with in_the_middle(monkeypatch, other):
        assert run("compact").exit_code == 0
    assert query(filled, "select distinct source from ingests") == [("by the other",)]
    assert (beside(filled), occurrences(filled)) == ([filled.name], 0)


def test_a_database_that_is_written_to_is_exit_code_75(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True);"
            "sys.stdin.readline()",
            str(filled),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    result = run("compact")
    writer.communicate("\n", timeout=60)
    assert result.exit_code == 75
    assert "another process holds the database" in result.stderr
    assert run("compact").exit_code == 0


@pytest.mark.parametrize("way", ["database", "attach"])
def test_a_file_that_is_replaced_while_it_is_opened_is_opened_again(
    filled: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    new = filled.with_name("new.duckdb")
    new.write_bytes(filled.read_bytes())
    with duckdb.connect(str(new)) as connection:
        connection.execute("update ingests set source = 'new'")
    sound = patience.opening

    @contextmanager
    def replacing(path: Path) -> Iterator[None]:
        with sound(path):
            yield
        if new.exists():
            os.replace(new, filled)

    monkeypatch.setattr(patience, "opening", replacing)
    if way == "database":
        with engine.database(filled, read_only=True) as found:
            seen = found._raw.execute("select distinct source from ingests").fetchall()
    else:
        with engine.memory(memory_limit="100MB") as found:
            found.attach(filled)
            seen = found._raw.execute("select distinct source from db.ingests").fetchall()
    assert seen == [("new",)]


def test_what_another_process_is_still_writing_is_not_swept_away(run: Run, filled: Path) -> None:
    sleeper = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=-1)
    alive = filled.with_name(f".{filled.name}.{sleeper.pid}.new")
    alive.write_bytes(PLANTED.encode())
    try:
        assert run("compact").exit_code == 0
        assert alive.exists()
    finally:
        sleeper.communicate(b"", timeout=60)
    assert run("compact").exit_code == 0
    assert not alive.exists()


def test_what_another_machine_is_still_writing_is_not_swept_away(run: Run, filled: Path) -> None:
    # Its number says nothing here, but DuckDB holds a lock.
    held = filled.with_name(f".{filled.name}.999999999.new")
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True);"
            "sys.stdin.readline()",
            str(held),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    try:
        assert run("compact").exit_code == 0
        assert held.exists()
    finally:
        writer.communicate("\n", timeout=60)
    assert run("compact").exit_code == 0
    assert not held.exists()
