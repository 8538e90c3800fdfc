# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loganalytics.cli import report as module
from loganalytics.errors import DatabaseError, UsageError
from loganalytics.model_report import SECTIONS
from tests.reports.conftest import NIGHT, two_days
from tests.reports.database import make


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return two_days(tmp_path / "book.duckdb")


def run(*arguments: object, **environment: str) -> Result:
    """The command; failures of loganalytics are left to the root, here to the test."""
    texts = [str(argument) for argument in arguments]
    result = CliRunner().invoke(module.report, texts, env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_json_holds_every_section(book: Path) -> None:
    result = run("--db", book, "--format", "json")
    document = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")
    assert document["database"] == str(book)
    assert document["period"] == {
        "start": "2026-09-03T00:00:00+02:00",
        "end": "2026-10-03T00:00:00+02:00",
        "timezone": "Europe/Berlin",
    }
    assert [name for name in document if name in SECTIONS] == list(SECTIONS)
    assert len(document["timeline"]) == 30
    assert sum(row["hits"] for row in document["status"]) == document["summary"]["hits"] == 56
    assert document["countries"][0]["country"] == "DE"


def test_the_database_can_come_from_the_environment(book: Path) -> None:
    result = run("summary", "--format", "json", LOGANALYTICS_DB=str(book))
    assert json.loads(result.stdout)["summary"]["pageviews"] == 21


def test_a_terminal_shows_tables_of_80_columns_without_colour_when_piped(book: Path) -> None:
    result = run("--db", book)
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) == 80
    assert max(map(len, run("--db", book, COLUMNS="100").stdout.splitlines())) == 100
    assert max(map(len, run("--db", book, COLUMNS="wide").stdout.splitlines())) == 80


def test_a_limit_holds_on_a_terminal_and_for_programs_only_if_asked(tmp_path: Path) -> None:
    pages = [{"bucket": NIGHT, "path": f"/{n:02}", "pageviews": 1} for n in range(12)]
    path = make(tmp_path / "p.duckdb", pages=pages, traffic=[{"bucket": NIGHT, "hits": 12}])
    shown = run("pages", "--db", path).stdout
    assert ("/09" in shown, "/10" in shown, "… 2 more" in shown) == (True, False, True)
    assert "/11" in run("pages", "--db", path, "--limit", 0).stdout
    everything = json.loads(run("pages", "--db", path, "--format", "json").stdout)
    assert len(everything["pages"]) == 12
    some = json.loads(run("pages", "--db", path, "--format", "json", "--limit", 3).stdout)
    assert [row["path"] for row in some["pages"]] == ["/00", "/01", "/02"]


@pytest.mark.parametrize("form", ["terminal", "json", "csv"])
def test_a_range_without_data_says_on_stderr_which_range_has_some(book: Path, form: str) -> None:
    result = run("--db", book, "--start", "2020", "--end", "2020", "--format", form)
    assert result.exit_code == 0
    assert result.stderr == (
        "no data from 2020-01-01 00:00 to 2021-01-01 00:00;"
        " the database has data from 2026-10-01 to 2026-10-02\n"
    )
    if form == "json":
        document = json.loads(result.stdout)
        assert (document["pages"], document["summary"]["bounce_rate"]) == ([], None)
        assert {row["hits"] for row in document["timeline"]} == {0}
    if form == "csv":
        assert next(csv.reader(io.StringIO(result.stdout))) == ["section", "row", "column", "value"]


def test_csv_of_one_section_is_its_table_and_notes_go_to_stderr(book: Path) -> None:
    result = run("status", "--db", book, "--format", "csv", "--start", "2026-10-01T00:10")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["status"], row["hits"]) for row in rows] == [("200", "53"), ("404", "3")]
    assert result.stderr.startswith("Numbers are kept by whole hours")


def test_today_is_that_of_the_clock(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "wall_clock", lambda: datetime(2026, 10, 2, 20, tzinfo=UTC))
    result = run("summary", "--db", book, "--start", "today", "--format", "json")
    assert json.loads(result.stdout)["summary"]["pageviews"] == 9


def test_the_help_shows_the_forms_of_a_time_one_a_line() -> None:
    lines = run("--help").stdout.splitlines()
    start = lines.index("  TIME is one of")
    assert lines[start + 1] == "    2026-10-31  2026-10  2026  2026-W44  a day, month, year or week"
    assert lines[start + 5].split() == "7d a start: 7 days that end with today".split()
    assert max(map(len, lines)) <= 80
    assert "\\b" not in "".join(lines)


def test_an_unknown_section_is_answered_with_the_known_ones(book: Path) -> None:
    result = run("nonsense", "--db", book)
    assert result.exit_code == 2
    assert all(f"'{name}'" in result.stderr for name in SECTIONS)


def test_failures_are_left_to_the_root_with_their_exit_codes(book: Path, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as missing:
        run("--db", tmp_path / "none.duckdb")
    with pytest.raises(UsageError) as nonsense:
        run("--db", book, "--start", "soon")
    assert (missing.value.exit_code, nonsense.value.exit_code) == (4, 2)


def test_the_command_is_read_without_the_heavy_libraries() -> None:
    code = (
        "import sys, loganalytics.cli.report;"
        "print([name for name in ('duckdb', 'rich', 'platformdirs') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_output_that_knows_only_ascii_still_gets_its_report(book: Path) -> None:
    code = "from loganalytics.cli.report import report; report()"
    for form in ("terminal", "json"):
        done = subprocess.run(
            [sys.executable, "-c", code, "--db", str(book), "--format", form],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        assert done.stdout.isascii()
        assert b"/blog/x" in done.stdout
