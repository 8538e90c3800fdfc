# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from loganalytics.cli import report as module
from loganalytics.errors import DatabaseError, UsageError
from loganalytics.model_report import EXPLAINING, SECTIONS
from tests.reports.conftest import NIGHT, two_days
from tests.reports.database import make
from tests.test_readme import README, names, rows_below


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return two_days(tmp_path / "book.duckdb")


def run(*arguments: object, **environment: str) -> Result:
    """The command; failures of loganalytics are left to the root, here to the test."""
    texts = [str(argument) for argument in arguments]
    # click keeps the options for help that a command was first asked with, here as at the root.
    names = {"help_option_names": ["-h", "--help"]}
    result = CliRunner().invoke(module.report, texts, env=environment, **names)
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
    shown = [name for name in SECTIONS if name not in EXPLAINING]
    assert [name for name in document if name in SECTIONS] == shown
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


def test_a_terminal_says_that_columns_had_no_room(book: Path) -> None:
    assert "No room for all columns" in run("pages", "--db", book).stdout.splitlines()[-1]
    assert "No room" not in run("pages", "--db", book, COLUMNS="160").stdout
    assert "No room" not in run("status", "--db", book).stdout
    for form in ("md", "html", "json", "csv"):
        assert "No room" not in run("pages", "--db", book, "--format", form).output


def test_the_help_names_the_sections_that_a_limit_leaves_whole(book: Path) -> None:
    said = " ".join(run("--help").stdout.split())
    assert "timelines, hours and outcomes are whole unless sorted." in said
    assert len(json.loads(run("hours", "--db", book, "--format", "json").stdout)["hours"]) > 1
    for name in ("timeline", "error_timeline", "hours", "outcomes"):
        wish = (name, "--db", book, "--format", "json")
        whole, cut = (json.loads(run(*wish, *more).stdout)[name] for more in ((), ("--limit", 1)))
        assert cut == whole


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
    assert lines[start + 6].split() == "7d 4w a start: 7 days or 4 weeks until today".split()
    assert max(map(len, lines)) <= 80
    assert "\\b" not in "".join(lines)


def test_an_unknown_section_is_answered_with_the_known_ones(book: Path) -> None:
    result = run("nonsense", "--db", book)
    assert result.exit_code == 2
    assert f"There are {', '.join(SECTIONS)}." in result.stderr
    result = run("page", "--db", book)
    assert (result.exit_code, "Did you mean pages or ai_pages?" in result.stderr) == (2, True)
    result = run("--path", "/bin", "/boot", "/dev", "--db", book)
    assert (result.exit_code, "put patterns in quotes" in result.stderr) == (2, True)


def test_a_name_that_ends_in_a_format_says_which_is_meant(book: Path, tmp_path: Path) -> None:
    for name, begin in (("a.json", "{"), ("a.CSV", "path,"), ("a.md", "# 2"), ("a.txt", "2")):
        target = tmp_path / name
        assert run("Pages", "--db", book, "-o", target).exit_code == 0
        assert target.read_text().startswith(begin), name
    assert run("pages", "--db", book, "-o", target, "--format", "csv").exit_code == 0
    assert target.read_text().startswith("path,")


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
    for form in ("terminal", "json", "html"):
        done = subprocess.run(
            [sys.executable, "-c", code, "--db", str(book), "--format", form],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        assert done.stdout.isascii()
        assert b"/blog/x" in done.stdout


# Keys that tell rows apart, or say more of them than a number.
TELLING = {
    *("latest_days", "change", "start", "end", "label", "path", "title", "site", "weekday", "hour"),
    *("source", "country", "bot", "kind", "top_path", "status"),
}


def compared(book: Path, *arguments: object) -> Any:
    wish = ("--start", "2026-10-02", "--end", "2026-10-02", "--compare", "previous")
    return json.loads(run("--db", book, *wish, *arguments, "--format", "json").stdout)


def test_a_comparison_names_its_range_and_adds_keys(book: Path) -> None:
    document = compared(book)
    assert document["compare"] == {
        "to": "previous",
        "start": "2026-10-01T00:00:00+02:00",
        "end": "2026-10-02T00:00:00+02:00",
    }
    summary = document["summary"]
    assert (summary["pageviews"], summary["pageviews_before"]) == (9, 12)
    assert summary["pageviews_change"] == pytest.approx(-0.25)
    rows = [(row["site"], row["path"], row["pageviews_before"]) for row in document["pages"]]
    assert rows == [("b.example", "/", 0), ("a.example", "/blog/x", 4), ("a.example", "/", 8)]
    assert [row["pageviews_change"] for row in document["pages"]] == [None, 0.0, -1.0]
    assert "compare" not in json.loads(run("--db", book, "--format", "json").stdout)


def test_the_keys_that_a_comparison_adds_are_those_of_the_readme(book: Path) -> None:
    plain = json.loads(run("--db", book, "--format", "json", "--start", "2026-10-01").stdout)
    document = compared(book)
    rows = dict(rows_below("with `--compare`", README.read_text()))
    assert {name for cell in rows for name in names(cell)} <= {*SECTIONS, "--path"}
    more = ["start_before", "label_before"]
    assert names(rows["`timeline`, `error_timeline`"]) == more
    for name in plain.keys() & set(SECTIONS):
        before = plain[name] if isinstance(plain[name], dict) else {}
        if isinstance(plain[name], list):
            before = plain[name][0] if plain[name] else {}
        now = document[name] if isinstance(document[name], dict) else {}
        if isinstance(document[name], list):
            now = document[name][0] if document[name] else {}
        added = [key for key in now if key not in before] if before else []
        if name == "summary":
            assert set(names(rows["`summary`"])) <= set(added)
        elif name == "recent":
            assert added == []
            continue
        numbers = [key for key in before if key not in TELLING]
        expected = [f"{key}_{end}" for key in numbers for end in ("before", "change")]
        assert added == expected + (more if "timeline" in name and before else []), name


def test_hours_of_the_timeline_are_compared_too(book: Path) -> None:
    rows = compared(book, "timeline")["timeline"]
    assert len(rows) == 24
    assert rows[10]["label_before"] == "2026-10-01 10:00"
    assert (rows[12]["pageviews"], rows[10]["pageviews_before"]) == (5, 10)


@pytest.mark.parametrize("form", ["terminal", "md", "csv"])
def test_a_comparison_can_be_had_in_every_format(book: Path, form: str) -> None:
    wish = ("pages", "--start", "2026-10-02", "--end", "2026-10-02", "--compare", "previous")
    printed = run("--db", book, *wish, "--format", form).stdout
    lines = [line for line in printed.splitlines() if "b.example" in line]
    found = re.split(r"[,|]|  +", lines[-1])
    marks = {"terminal": "new", "md": " new ", "csv": ""}
    assert marks[form] in found
    assert ("gone" in printed) is (form != "csv")


def test_what_cannot_be_compared_is_a_usage_error(book: Path) -> None:
    with pytest.raises(UsageError, match="understood are previous, week, year"):
        run("--db", book, "--compare", "soon")
    with pytest.raises(UsageError, match="30 days, this one 365 days"):
        run("--db", book, "--compare", "2025")


@pytest.mark.parametrize(
    ("start", "asked"),
    [("2026-10", "last-month"), ("2026-W40", "2026-W40"), ("last-month", "2026-10")],
)
def test_a_range_is_not_compared_with_itself(
    book: Path, monkeypatch: pytest.MonkeyPatch, start: str, asked: str
) -> None:
    monkeypatch.setattr(module, "wall_clock", lambda: datetime(2026, 11, 3, tzinfo=UTC))
    with pytest.raises(UsageError, match=f"--compare {asked}: that is the report's own range;"):
        run("--db", book, "--start", start, "--end", start, "--compare", asked)


def test_what_is_compared_with_goes_by_the_words_of_a_range_too(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "wall_clock", lambda: datetime(2026, 11, 3, tzinfo=UTC))
    wish = ("summary", "--db", book, "--start", "this-month", "--end", "this-month")
    assert "compared with 2026-10-01 to" in run(*wish, "--compare", "last-month").stdout
    assert "yesterday  last-month" in run("--help").stdout
    with pytest.raises(UsageError, match="yesterday, last-week, last-month or last-year"):
        run(*wish, "--compare", "soon")


def test_rows_can_be_sorted_and_all_be_shown(tmp_path: Path) -> None:
    pages = [
        {"bucket": NIGHT, "path": f"/{n:02}", "pageviews": 20 - n, "visits": n} for n in range(12)
    ]
    path = make(tmp_path / "p.duckdb", pages=pages, traffic=[{"bucket": NIGHT, "hits": 12}])
    first = run("pages", "--db", path, "--sort", "visits", "--limit", 1).stdout
    assert "/11" in first
    assert "… 11 more" in first
    last = run("pages", "--db", path, "--sort", "visits", "--ascending", "--limit", 1).stdout
    assert "/00" in last
    assert "/11" in run("pages", "--db", path, "--all").stdout


@pytest.mark.parametrize("order", ["pageviews", "hour", "visits"])
@pytest.mark.parametrize("form", ["terminal", "md", "html", "csv"])
def test_ordered_hours_are_rows_in_every_format(form: str, order: str, book: Path) -> None:
    wish = ("hours", "--db", book, "--sort", order, "--limit", 6)
    rows = json.loads(run(*wish, "--format", "json").stdout)["hours"]
    assert len(rows) == 6
    assert [row[order] for row in rows] == sorted((row[order] for row in rows), reverse=True)
    printed = run(*wish, "--format", form)
    assert printed.exit_code == 0
    cells = {
        "terminal": r"^{weekday} +{hour} +{pageviews}\b",
        "md": r"^\| {weekday} \| {hour} \| {pageviews} \|",
        "html": r"<th[^>]*>{weekday}</th><td>{hour}</td><td>{pageviews}</td>",
        "csv": r"^{weekday},{hour},{pageviews},{visits}$",
    }[form]
    at = 0
    for row in rows:
        found = re.compile(cells.format(**row), re.MULTILINE).search(printed.stdout, at)
        assert found, row
        at = found.end()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pages", "--all", "--limit", "3"), "--all and --limit exclude each other"),
        (("pages", "--all", "--limit", "0"), "--all and --limit exclude each other"),
        (("pages", "--ascending"), "--ascending needs --sort"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(
    book: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = run("--db", book, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_column_that_is_not_there_is_answered_with_those_that_are(book: Path) -> None:
    with pytest.raises(UsageError, match="'path' to sort by; it has pageviews, share, visitors"):
        run("pages", "--db", book, "--sort", "path")


def test_markdown_is_for_people_too(book: Path) -> None:
    printed = run("sources", "--db", book, "--format", "md", "--limit", 1).stdout
    assert "| Google | 6 | 66.7% | 6 | 13 |\n\n… 1 more\n" in printed
    assert run("summary", "--db", book, "--format", "md").stdout.startswith("# 2026-09-03 to ")
