# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics export`: all that is stored, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics import engine
from loganalytics.engine import Connection, EngineError
from loganalytics.ops.rewrite import SUMS
from tests.conftest import Run
from tests.logs import query
from tests.reports.conftest import two_days

TABLES = {
    "activity", "bandwidth", "bot_pages", "bots", "contents", "daily", "errors", "events",
    "downloads", "ingests", "meta", "pages", "pairs",
    "recent", "titles", "traffic",
    "joins", "response_times", *SUMS,
}  # fmt: skip
FORMULAS = (" =1+1", "-2+3", "@sum", "+1")
TEXTS = {"README.txt", "schema.sql"}


@pytest.fixture(autouse=True)
def _book(database: Path) -> None:
    two_days(database)
    with duckdb.connect(str(database)) as connection:
        connection.execute("update titles set title = ' =1+1' where title = 'Old'")
        connection.execute("update bots set bot = '-2+3' where bot = 'Anybot'")
        connection.execute("update daily set value = '@sum' where value = 'Google'")
        connection.execute("update daily set value = '+1' where value = 'DE'")
        connection.execute("insert into contents values (1, 2, 3, '-', '', '')")


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_every_table_becomes_a_file_of_its_own_for_the_user_alone(
    run: Run, database: Path, tmp_path: Path, form: str
) -> None:
    before = database.read_bytes()
    folder = tmp_path / "deep" / "out"
    result = run("export", folder, "--format", form)
    assert (result.exit_code, result.stdout) == (0, "")
    rows = sum(query(database, f"select count(*) from {table}")[0][0] for table in TABLES)
    assert result.stderr == f"{folder}: 27 tables, {rows} rows\n"
    names = {path.name for path in folder.iterdir()}
    assert names == TEXTS | {f"{table}.{form}" for table in TABLES}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(path.name for path in tmp_path.iterdir()) == [database.name, "deep"]
    assert database.read_bytes() == before


def test_the_tables_are_those_of_the_schema(run: Run, tmp_path: Path) -> None:
    with engine.memory(memory_limit="64MiB") as memory:
        memory.run("store/schema")
        assert {name for (name,) in memory.run("export/tables")} == TABLES


def test_a_database_is_made_again_of_parquet(run: Run, database: Path, tmp_path: Path) -> None:
    folder, again = tmp_path / "out", tmp_path / "again.duckdb"
    run("export", folder)
    with duckdb.connect(str(again)) as connection:
        connection.execute((folder / "schema.sql").read_text())
        for table in TABLES:
            file = folder / f"{table}.parquet"
            connection.execute(f"insert into {table} by name select * from '{file}'")
    for table in TABLES:
        assert query(again, f"from {table}") == query(database, f"from {table}")
    reports: list[dict[str, Any]] = [
        json.loads(run("report", "--format", "json", "--db", path).stdout)
        for path in (database, again)
    ]
    assert reports[0] | {"database": ""} == reports[1] | {"database": ""}


def test_csv_holds_the_same_values_and_no_formula(run: Run, database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    run("export", folder, "--format", "csv")
    guarded = 0
    for table in TABLES:
        lines = (folder / f"{table}.csv").read_text().splitlines()
        kept = query(database, f"select * from (select columns(*)::varchar from {table})")
        texts = [type_ == "VARCHAR" for _, type_, *_ in query(database, f"describe {table}")]
        read = [tuple(row) for row in csv.reader(lines)]
        expected = []
        for row in kept:
            cells = ["" if value is None else value for value in row]
            hot = [text and cell in FORMULAS for text, cell in zip(texts, cells, strict=True)]
            guarded += sum(hot)
            pairs = zip(hot, cells, strict=True)
            expected.append(tuple(f"'{cell}" if run_ else cell for run_, cell in pairs))
        assert read[1:] == expected, table
    assert guarded == 5  # two days have the source that became '@sum'
    # A stand-alone hyphen runs nothing; an empty text is told from nothing.
    assert (folder / "contents.csv").read_text().splitlines()[1] == '1,2,3,-,"",""'


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_texts_say_what_the_numbers_mean(run: Run, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "out"
    run("export", folder, "--format", form)
    assert (folder / "schema.sql").read_text() == "\n".join(
        engine.statement(f"store/{name}") for name in ("schema", "views")
    )
    readme = (folder / "README.txt").read_text()
    assert max(map(len, readme.splitlines())) <= 80
    assert readme.endswith(run("help", "definitions").stdout)
    assert "All tables of book.duckdb" in readme
    assert "Europe/Berlin" in readme
    assert ("apostrophe" in readme) == (form == "csv")


def test_an_empty_folder_is_filled(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert run("export", link, "--quiet").output == ""
    assert len(list(folder.iterdir())) == 29
    assert link.is_symlink()


def test_a_folder_that_holds_something_is_left_alone(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.mkdir()
    empty.mkdir()
    (full / "mine").write_text("mine")
    monkeypatch.chdir(empty)
    for folder, said in (
        (full, "is not empty"),
        (database, "is a file"),
        (".", "is the current folder"),
    ):
        result = run("export", folder)
        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
    assert [path.name for path in full.iterdir()] == ["mine"]
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (EngineError("export/parquet", "IOException"), 4, "Nothing was exported"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ValueError("secret"), 1, "this is a bug"),
    ],
)
def test_an_export_that_ends_early_leaves_nothing(
    run: Run,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
    code: int,
    said: str,
) -> None:
    original, tables = Connection.run, []

    def running(self: Connection, name: str, /, **parameters: Any) -> Any:
        if name == "export/parquet":
            tables.append(parameters["table"])
            if len(tables) == 3:
                raise failure
        return original(self, name, **parameters)

    monkeypatch.setattr(Connection, "run", running)
    result = run("export", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr
    assert "secret" not in result.stderr
    assert len(tables) == 3
    assert [path.name for path in tmp_path.iterdir()] == [database.name]


@pytest.mark.parametrize(("form", "size"), [("parquet", 200), ("csv", 200), ("csv", 2000)])
def test_a_full_disk_is_said_and_leaves_nothing(
    database: Path, tmp_path: Path, form: str, size: int
) -> None:
    def small() -> None:  # no file may be larger than this: of a table, or of the texts
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        [sys.executable, "-m", "loganalytics", "export", "--format", form, tmp_path / "out"],
        env={**os.environ, "LOGANALYTICS_DB": str(database)},
        capture_output=True,
        text=True,
        preexec_fn=small,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "othing was exported" in done.stderr
    assert "File too large" in done.stderr
    assert (f"export/{form}" in done.stderr) == (size < 2000)
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [database.name]


def test_a_place_that_cannot_be_written_is_named(run: Run, database: Path) -> None:
    result = run("export", "/proc/none/out")
    assert result.exit_code == 4
    assert "/proc/none/out: cannot be written" in result.stderr
    result = run("export", database / "out")
    assert result.exit_code == 4
    assert os.fspath(database) in result.stderr


def test_without_a_database_nothing_is_made(run: Run, tmp_path: Path) -> None:
    result = run("export", tmp_path / "out", "--db", tmp_path / "none")
    assert result.exit_code == 4
    assert not (tmp_path / "out").exists()
