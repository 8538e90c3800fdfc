# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from loganalytics import engine
from loganalytics.errors import DatabaseError, LockedError, UsageError
from loganalytics.reports.opening import open_database
from tests.conftest import Run
from tests.logs import combined, write
from tests.reports.conftest import NIGHT, Ask
from tests.reports.database import make

HOLD = """
import sys, time, pathlib
from loganalytics import engine
connection = engine.database(pathlib.Path(sys.argv[1]), read_only=False)
print("held", flush=True)
time.sleep(float(sys.argv[2]))
"""


def test_a_missing_database_says_what_to_do_first(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="does not exist; run `loganalytics ingest` first"):
        open_database(tmp_path / "none.duckdb")
    assert not (tmp_path / "none.duckdb").exists()


def test_a_database_of_something_else_says_so(ask: Ask, tmp_path: Path) -> None:
    engine.database(tmp_path / "other.duckdb", read_only=False).close()
    with pytest.raises(DatabaseError, match="run `loganalytics ingest` first"):
        ask(path_of=tmp_path / "other.duckdb")


@pytest.mark.parametrize("command", ["report", "status", "sql", "export", "ingest"])
def test_a_database_of_another_program_is_none_of_ours_for_any_command(
    run: Run, database: Path, tmp_path: Path, command: str
) -> None:
    with duckdb.connect(database) as other:
        other.execute("create table theirs as select 1 as meta")
    more = {"sql": ["select 1"], "export": [tmp_path / "all"]}
    more["ingest"] = [write(tmp_path / "a.log", [combined()])]
    result = run(command, *more.get(command, []))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        4,
        f"loganalytics: {database} is no database of loganalytics; name another file with --db",
    )


def test_a_file_that_is_no_database_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database at all\n" * 1000)
    with pytest.raises(DatabaseError, match="is no DuckDB database"):
        open_database(tmp_path / "notes.txt")


def test_a_newer_schema_is_refused(ask: Ask, tmp_path: Path) -> None:
    path = make(tmp_path / "newer.duckdb", {"schema_version": "2"})
    with pytest.raises(DatabaseError, match="written by a newer loganalytics"):
        ask(path_of=path)


@pytest.mark.parametrize("broken", [{"timezone": "Mars/Base"}, {"bucket_minutes": "x"}])
def test_broken_settings_are_a_damaged_database(
    ask: Ask, tmp_path: Path, broken: dict[str, str]
) -> None:
    with pytest.raises(DatabaseError, match="is damaged"):
        ask(path_of=make(tmp_path / "broken.duckdb", broken))


def test_an_unknown_site_is_answered_with_the_known_ones(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no site 'c\.example'; it has a\.example, b\.example$"):
        ask(site="c.example")
    rows = [{"bucket": NIGHT, "site": f"{n:02}.example", "hits": 1} for n in range(13)]
    path = make(tmp_path / "many.duckdb", traffic=rows)
    with pytest.raises(UsageError, match=r"00\.example.* 09\.example and 3 more$"):
        ask(path_of=path, site="c.example")


def test_a_database_that_is_being_written_is_waited_for(book: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(book), "0.5"], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LockedError):
            open_database(book, patience_s=0)
        began = time.monotonic()
        open_database(book, patience_s=30).close()
        assert time.monotonic() - began < 20
