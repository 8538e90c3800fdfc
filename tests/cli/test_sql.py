# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics sql`: it reads the database, and nothing else can be done with it."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from loganalytics.engine.questions import LOCKED
from tests.conftest import Run
from tests.reports.conftest import MORNING, two_days
from tests.reports.database import make

TOP = "select path, sum(pageviews) as pageviews from v_pages group by path order by 2 desc"


@pytest.fixture(autouse=True)
def _book(database: Path) -> None:
    two_days(database)


def rows_of(run: Run, statement: str) -> list[dict[str, object]]:
    result = run("sql", statement, "--format", "json")
    assert result.exit_code == 0, result.output
    rows: list[dict[str, object]] = json.loads(result.stdout)
    return rows


# ---- what it answers


def test_a_table_for_people(run: Run) -> None:
    result = run("sql", TOP)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "path     pageviews\n/               13\n/blog/x          8\n"


def test_csv_and_json_for_programs(run: Run) -> None:
    assert run("sql", TOP, "--format", "csv").stdout == "path,pageviews\n/,13\n/blog/x,8\n"
    expected = [{"path": "/", "pageviews": 13}, {"path": "/blog/x", "pageviews": 8}]
    assert rows_of(run, TOP) == expected


@pytest.mark.parametrize(
    "statement",
    [
        f"with top as ({TOP}) from top",
        "show tables",
        "describe v_pages",
        "summarize v_pages",
        "values (1)",
        "explain from v_pages",
        "explain analyze from v_pages",
        "pivot v_status on status in (200, 404) using sum(hits)",
        "-- a comment\nfrom meta;",
    ],
)
def test_every_statement_that_reads_is_run(run: Run, statement: str) -> None:
    result = run("sql", "-", input=statement.encode())
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) > 1


def test_all_tables_and_views_are_there(run: Run) -> None:
    names = {str(row["name"]) for row in rows_of(run, "show tables")}
    assert {"pages", "ingests", "meta", "v_pages", "v_summary"} <= names


def test_times_can_be_had_in_the_zone_of_the_database(run: Run) -> None:
    # 2026-10-01T08:00 UTC is 10:00 in Berlin.
    statement = "select min(bucket) as u, min(bucket) at time zone 'UTC' as l from v_timeline"
    expected = {"u": "2026-10-01T08:00:00", "l": "2026-10-01T10:00:00+02:00"}
    assert rows_of(run, statement) == [expected]
    assert "2026-10-01 10:00:00+02:00" in run("sql", statement).stdout


def test_every_type_has_a_form(run: Run) -> None:
    statement = (
        "select {'a': [1, null]} as s, map {1: 'x'} as m, 1.50::decimal(4, 2) as d, 'nan'::float "
        "as n, interval 90 minutes as i, date '2026-10-01' as day, '\\x00a'::blob as b, true as t, "
        "2::hugeint ** 0 as h, null as nothing, '' as empty"
    )
    assert rows_of(run, statement) == [
        {
            "s": {"a": [1, None]},
            "m": {"1": "x"},
            "d": 1.5,
            "n": None,
            "i": "1:30:00",
            "day": "2026-10-01",
            "b": "0061",
            "t": True,
            "h": 1,
            "nothing": None,
            "empty": "",
        }
    ]
    (row,) = csv.DictReader(io.StringIO(run("sql", statement, "--format", "csv").stdout))
    assert row == {
        "s": '{"a": [1, null]}',
        "m": '{"1": "x"}',
        "d": "1.50",
        "n": "nan",
        "i": "1:30:00",
        "day": "2026-10-01",
        "b": "0061",
        "t": "true",
        "h": "1.0",
        "nothing": "",
        "empty": "",
    }


def test_rows_are_limited_on_a_terminal_and_for_programs_only_if_asked(run: Run) -> None:
    shown = run("sql", "from range(101)").stdout.splitlines()
    assert len(shown) == 102
    assert shown[-1] == "… more than 100 rows; --limit 0 shows all."
    assert len(run("sql", "from range(100)").stdout.splitlines()) == 101
    assert len(run("sql", "from range(2500)", "--limit", 0).stdout.splitlines()) == 2501
    assert len(run("sql", "from range(2500)", "--limit", 1500).stdout.splitlines()) == 1502
    # Rows that come after the widths were judged are never shown with half a number.
    assert run("sql", "select range * 9 from range(2500)", "--limit", 0).stdout.endswith("22491\n")
    for form in ("csv", "json"):
        assert run("sql", "from range(2500)", "--format", form).stdout.count("2499") == 1
        assert "2" not in run("sql", "from range(9)", "--format", form, "--limit", 2).stdout


def test_no_rows(run: Run) -> None:
    statement = "select path from v_pages where false"
    assert run("sql", statement).stdout.splitlines()[1:] == ["No rows."]
    assert run("sql", statement, "--format", "json").stdout == "[]\n"
    assert run("sql", statement, "--format", "csv").stdout.count("\n") == 1


def test_a_wide_answer_is_cut_to_80_columns_and_says_what_has_no_room(run: Run) -> None:
    lines = run("sql", "from v_pages order by all").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].split()[:4] == ["bucket", "site", "path", "pageviews"]
    assert lines[1].startswith("2026-10-01 08:00:00  a.example")
    assert lines[-1].startswith("No room for ")
    assert "seconds" in lines[-1]
    wide = run("sql", "from v_pages order by all", COLUMNS="160").stdout
    assert "No room" not in wide
    long = run("sql", "select repeat('x', 5000) || 'end' as a, 1 as b").stdout.splitlines()
    assert [len(line) for line in long] == [80, 80]
    assert long[1].endswith("xend  1")


def test_equal_names_are_refused_for_json_alone(run: Run) -> None:
    assert run("sql", "select 1 as a, 2 as a", "--format", "csv").stdout == "a,a\n1,2\n"
    result = run("sql", "select 1 as a, 2 as a", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "name them with `as`" in result.stderr


# ---- what it refuses


def test_what_is_wrong_is_one_line_with_its_place(run: Run) -> None:
    for statement, said in {
        "selec 1": 'line 1, column 1: syntax error at or near "selec"',
        "select *\nfro pages": 'line 2, column 5: syntax error at or near "pages"',
        "select 'ä', vists from v_pages": 'line 1, column 13: Referenced column "vists" not found '
        'in FROM clause; Candidate bindings: "visits"',
        "from page": "line 1, column 6: Table with name page does not exist; Did you mean",
        "select 'a'::int": "line 1, column 11: Could not convert string 'a' to INT32",
        "": "one statement is needed; there are none",
        "select 1; select 2": "one statement is needed; there are 2",
        "select $1": "Values were not provided",
        "pivot v_pages on path": "a pivot must name its values",
        "select error(chr(27) || chr(10) || chr(8238))": "\ufffd",
    }.items():
        result = run("sql", statement)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"loganalytics: {said}"), result.stderr
        assert result.stderr.count("\n") == 1
        assert result.stderr.strip().isprintable()


WRITING = (
    "insert into pages from pages",
    "with a as (from pages) insert into pages from a",
    "update pages set pageviews = 1",
    "delete from pages",
    "truncate pages",
    "drop table pages",
    "alter table pages add column x int",
    "create table x as select 1",
    "create temp table x as select 1",
    "create macro x() as 1",
    "copy pages to 'FOLDER/x.csv'",
    "copy pages from 'FOLDER/x.csv'",
    "export database 'FOLDER/x'",
    "attach 'FOLDER/x.duckdb'",
    "detach book",
    "use memory",
    "install httpfs",
    "load httpfs",
    "set threads = 1",
    "set lock_configuration = false",
    "reset memory_limit",
    "pragma enable_profiling",
    "call pragma_version()",
    "prepare x as select 1",
    "checkpoint",
    "vacuum",
    "begin",
)
REACHING = (
    "from read_csv('/etc/passwd')",
    "from '/etc/passwd'",
    "from read_text('/etc/passwd')",
    "from read_blob('DATABASE')",
    "from read_duckdb('DATABASE', table_name='pages')",
    "from glob('/etc/*')",
    "from sniff_csv('/etc/passwd')",
    "from parquet_metadata('FOLDER/x')",
    "from 'https://data.example/x.csv'",
    "explain analyze copy pages to 'FOLDER/x.csv'",
    "explain analyze insert into pages from pages",
    "from query('copy pages to ''FOLDER/x''')",
    "from statement",  # a variable of the program
    "select getenv('HOME')",
)


@pytest.mark.parametrize("statement", [*WRITING, *REACHING])
def test_nothing_can_be_written_or_reached(
    run: Run, database: Path, tmp_path: Path, statement: str
) -> None:
    before = database.read_bytes()
    filled = statement.replace("FOLDER", str(tmp_path)).replace("DATABASE", str(database))
    result = run("sql", filled)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert result.stderr.startswith("loganalytics: ")
    assert result.stderr.count("\n") == 1
    assert "root:" not in result.stderr
    if statement in WRITING:
        assert "is not run here" in result.stderr
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [database.name]


def test_the_connection_is_locked(run: Run) -> None:
    names = [*LOCKED, "temp_directory", "autoinstall_known_extensions", "memory_limit"]
    listed = ", ".join(f"'{name}'" for name in names)
    statement = f"select name, value from duckdb_settings() where name in ({listed})"
    # DuckDB does not show which file systems are disabled: reading the file as a file fails above.
    found = {row["name"]: row["value"] for row in rows_of(run, statement)}
    assert found.pop("disabled_filesystems") == ""
    limit = str(found.pop("memory_limit"))
    assert limit.endswith(("GiB", "MiB"))
    assert found == {
        "enable_external_access": "false",
        "errors_as_json": "true",
        "lock_configuration": "true",
        "python_enable_replacements": "false",
        "allow_persistent_secrets": "false",
        "temp_directory": "",
        "autoinstall_known_extensions": "false",
    }


def test_an_answer_that_needs_too_much_memory_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loganalytics.cli.sql._MEMORY", "64MiB")
    result = run("sql", "select list(range) from range(100_000_000)")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "too much memory" in result.stderr


def test_what_is_no_database_is_refused_as_elsewhere(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("text")
    for name in ("text", "none"):
        result = run("sql", "select 1", "--db", tmp_path / name)
        assert (result.exit_code, result.stdout) == (4, "")


# ---- hostile values


def test_what_a_log_may_hold_acts_on_nothing(run: Run, tmp_path: Path) -> None:
    hostile = "=cmd()\x1b[2J\u202e\n\x9b31m"
    path = make(
        tmp_path / "hostile.duckdb",
        titles=[{"day": MORNING.date(), "path": "/", "title": hostile}],
    )
    statement = 'select title, title as "a\x1bb" from v_titles'
    for form in ("terminal", "json"):
        shown = run("sql", statement, "--db", path, "--format", form).stdout
        assert shown.replace("\n", "").isprintable()
    row = json.loads(run("sql", statement, "--db", path, "--format", "json").stdout)[0]
    assert row["title"] == hostile
    shown = run("sql", statement, "--db", path, "--format", "csv").stdout
    assert "\x1b" not in shown
    assert next(csv.DictReader(io.StringIO(shown)))["title"].startswith("'=cmd()")


# ---- how it runs


def test_a_long_answer_is_streamed_and_its_reader_may_go_away(database: Path) -> None:
    command = (
        f"'{sys.executable}' -m loganalytics sql 'from range(1000000000000)' --format json "
        f"--db '{database}' | head -c 20"
    )
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.stdout == '[\n  {"range": 0},\n  '
    assert done.stderr == ""


def test_ctrl_c_ends_it(database: Path) -> None:
    program = (
        "import sys\n"
        "from loganalytics.engine import questions\n"
        "ask = questions.ask\n"
        "import signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored in the background
        "def asking(*arguments):\n"
        "    print('asking', file=sys.stderr, flush=True)\n"
        "    return ask(*arguments)\n"
        "questions.ask = asking\n"
        "from loganalytics.cli.main import main\n"
        "main()\n"
    )
    endless = "select count(*) from range(1000000000) a, range(1000) b where hash(a, b) % 7 = 3"
    with subprocess.Popen(
        [sys.executable, "-c", program, "sql", endless, "--db", database],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"asking\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, b"")
    assert stderr == b"loganalytics: interrupted\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", ["sql 'from range(9)'", "status", "report", "help definitions"])
@pytest.mark.parametrize(
    ("where", "said"), [("> /dev/full", "No space left on device"), (">&-", "stdout is closed")]
)
def test_output_that_cannot_be_written_is_no_bug(
    database: Path, command: str, where: str, said: str
) -> None:
    program = f"'{sys.executable}' -m loganalytics {command} {where}"
    done = subprocess.run(
        ["bash", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LOGANALYTICS_DB": str(database)},
    )
    assert done.returncode == 4
    assert done.stderr.startswith("loganalytics: stdout ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
