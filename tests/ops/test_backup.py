# SPDX-License-Identifier: GPL-3.0-or-later
"""A backup is the database at one moment, whole, whatever goes on meanwhile."""

from __future__ import annotations

import errno
import gzip
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics.engine import Connection
from loganalytics.ops import backup as module
from tests.conftest import Ingest, Run
from tests.logs import many, query, write
from tests.ops.bytes import occurrences, plant, rows

RELEASED = sorted((Path(__file__).parents[1] / "data").glob("schema-*.duckdb.gz"))
PROGRAM = [sys.executable, "-m", "loganalytics"]


@pytest.fixture
def filled(ingest: Ingest, database: Path, tmp_path: Path) -> Path:
    ingest(write(tmp_path / "a.log", many(60)), write(tmp_path / "b.log", many(60, start=90)))
    return database


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes: a folder in which nothing else is."""
    (tmp_path / "safe").mkdir()
    return tmp_path / "safe" / "copy.duckdb"


def test_a_backup_holds_all_and_can_be_used_in_its_place(
    run: Run, ingest: Ingest, filled: Path, file: Path
) -> None:
    filled.chmod(0o644)
    result = run("backup", file)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"{file}: 2 ingests, " in result.stderr
    assert rows(file) == rows(filled)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    reports = [run("report", "--format", "csv", "--db", each).stdout for each in (file, filled)]
    assert reports[0] == reports[1]
    assert ingest("--db", file, filled.with_name("a.log"))["totals"]["hits"] == 0


def test_what_was_deleted_is_not_in_the_backup(run: Run, filled: Path, file: Path) -> None:
    plant(filled)
    assert occurrences(filled) > 0
    assert run("backup", file).exit_code == 0
    assert occurrences(file) == 0


def test_a_file_is_replaced_only_when_asked_to(run: Run, filled: Path, file: Path) -> None:
    file.write_text("something dear")
    result = run("backup", file)
    assert result.exit_code == 2
    assert "add --force" in result.stderr
    assert file.read_text() == "something dear"
    assert run("backup", "--force", file).exit_code == 0
    assert rows(file) == rows(filled)
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_the_backup_is_exit_code_2(run: Run, filled: Path, file: Path) -> None:
    before = filled.read_bytes()
    link = filled.with_name("link")
    link.symlink_to(filled)
    for target in (filled, link, file.parent):
        assert run("backup", "--force", target).exit_code == 2
    file.write_text("in use")
    file.with_name(f"{file.name}.wal").write_text("log")
    assert run("backup", "--force", file).exit_code == 2
    assert (filled.read_bytes(), file.read_text()) == (before, "in use")


def test_a_missing_database_is_exit_code_4_and_a_missing_folder_2(
    run: Run, filled: Path, file: Path
) -> None:
    result = run("backup", file, "--db", file.with_name("none"))
    assert result.exit_code == 4
    copy = file.parent / "none" / "copy"
    result = run("backup", copy)
    assert result.exit_code == 2
    said = f"loganalytics: {copy} cannot be written: there is no folder {copy.parent}\n"
    assert result.stderr == said
    assert list(file.parent.iterdir()) == []


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    run: Run, filled: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = module._link

    def late(made: Path, target: Path) -> None:
        target.write_text("mine")
        sound(made, target)

    monkeypatch.setattr(module, "_link", late)
    assert run("backup", file).exit_code == 2
    assert (file.read_text(), list(file.parent.iterdir())) == ("mine", [file])


@pytest.mark.parametrize(
    "lose",
    [
        "delete from pages where path = '/p1'",
        "update traffic set hits = hits + 1 where status = 404",
        "insert into summed values (1)",
        "drop view v_pages",
        "alter table ingests drop column late",
        "update ingests set seconds = seconds + 1",
    ],
)
def test_a_backup_that_fails_leaves_nothing(
    run: Run, filled: Path, file: Path, monkeypatch: pytest.MonkeyPatch, lose: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    sound = Connection.copy_to

    def losing(connection: Connection, path: Path, catalog: str) -> None:
        sound(connection, path, catalog)
        with duckdb.connect(str(path)) as made:
            made.execute(lose)

    with monkeypatch.context() as patch:
        patch.setattr(module.shutil, "copyfile", full)
        result = run("backup", file)
        assert (result.exit_code, "No space left" in result.stderr) == (4, True)
    assert list(file.parent.iterdir()) == []
    monkeypatch.setattr(Connection, "copy_to", losing)
    result = run("backup", file)
    assert (result.exit_code, "is no true copy" in result.stderr) == (4, True)
    assert list(file.parent.iterdir()) == []


def test_a_damaged_database_is_copied_and_told(run: Run, filled: Path, file: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute("update activity set pageviews = pageviews + 1")
    result = run("backup", file)
    assert result.exit_code == 4
    assert "the timeline has the pageviews and visits of its pages" in result.stderr
    assert rows(file) == rows(filled)


@pytest.mark.parametrize("packed", RELEASED, ids=lambda path: path.name)
def test_a_database_of_an_earlier_version_is_copied_as_it_is(
    run: Run, database: Path, file: Path, packed: Path
) -> None:
    with gzip.open(packed) as source, database.open("wb") as target:
        shutil.copyfileobj(source, target)
    before = database.read_bytes()
    result = run("backup", file)
    assert (result.exit_code, "the same as in" in result.stderr) == (0, True)
    assert definitions(file) == definitions(database)
    assert rows(file) == rows(database)
    assert database.read_bytes() == before
    reports = [run("report", "--format", "csv", "--db", each).stdout for each in (file, database)]
    assert reports[0] == reports[1]


def definitions(database: Path) -> list[tuple[str, str]]:
    """The statements that make the tables and views of a database."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(
            "select table_name, sql from duckdb_tables() where not internal union all "
            "select view_name, sql from duckdb_views() where not internal order by all"
        ).fetchall()


def test_tables_that_are_none_of_ours_are_copied_too(run: Run, filled: Path, file: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute('create schema "my ""own"; create table "my ""own"."x.y" as select 7')
    assert run("backup", file).exit_code == 0
    assert query(file, 'from "my ""own"."x.y"') == [(7,)]


def test_an_ingest_does_not_wait_until_the_backup_is_done(
    run: Run, filled: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write(filled.with_name("c.log"), many(9, start=300))
    sound = module._copy
    codes = []

    def slow(*arguments: Any) -> Any:
        ingest = [*PROGRAM, "ingest", "-q", "--db", str(filled), str(log)]
        codes.append(subprocess.run(ingest, timeout=60).returncode)
        return sound(*arguments)

    monkeypatch.setattr(module, "_copy", slow)
    assert run("backup", file).exit_code == 0
    assert codes == [0]
    assert query(filled, "select count(*) from ingests") == [(3,)]
    assert query(file, "select count(*) from ingests") == [(2,)]


def test_backups_between_ingests_each_hold_whole_ingests(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, file: Path
) -> None:
    ingest(write(tmp_path / "first.log", many(20)))
    logs = [write(tmp_path / f"{n}.log", many(20, start=100 * n)) for n in range(1, 5)]
    loop = (
        "import subprocess, sys\n"
        "for log in sys.argv[2:]:\n"
        "    subprocess.run([sys.executable, '-m', 'loganalytics', 'ingest', '-q', '--db',"
        " sys.argv[1], log], check=True)"
    )
    writer = subprocess.Popen([sys.executable, "-c", loop, str(database), *map(str, logs)])
    seen = set()
    while writer.poll() is None:
        result = run("backup", "--force", file)
        assert result.exit_code == 0, result.output
        ((ingests, hits),) = query(
            file,
            "select (select count(*) from ingests), (select sum(hits) from traffic)",
        )
        assert hits == 20 * ingests
        seen.add(ingests)
    assert writer.returncode == 0
    assert seen
    assert query(database, "select count(*) from ingests") == [(5,)]
