# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.4: no line of a log, address or agent in any message, traceback or output."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import duckdb
import pytest
from click.testing import Result

from loganalytics import engine
from loganalytics.cli import main
from loganalytics.engine import EngineError, connection
from loganalytics.parse import agent_texts, tally
from loganalytics.parse.countries import CountryLookup
from loganalytics.sources import Reader
from tests.privacy import people, traces
from tests.privacy.conftest import Alter, Desk

SECRET = f"{people.ANNA.address} {people.ANNA.agent}"

# Statements that fail on a value and, asked of DuckDB itself, quote it.
FAILING = {
    "a cast": "select cast($value as integer)",
    "a date": "select strptime($value, '%d/%b/%Y')",
    "a time": "select cast($value as timestamp)",
    "a pattern": "select regexp_matches('x', '(' || $value)",
    "an error of its own": "select error($value)",
    "a list": "select cast($value as integer[])",
    "a key": "insert into known select unnest([$value, $value])",
    "a file": "select * from read_csv($value)",
    "a line": "select * from read_csv($file, header = false, auto_detect = false, "
    "columns = {'a': 'INTEGER'})",
    "a column": "select * from read_csv($file, delim = ' ', header = false, auto_detect = false, "
    "columns = {'a': 'VARCHAR'})",
}


def shown(error: BaseException) -> list[str]:
    """What of anybody stands in an error as Python would print it, causes and all."""
    return traces.in_text("".join(traceback.format_exception(error)) + str(error))


def fail(text: str, file: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> BaseException:
    """Run a statement that fails; returns the failure."""
    file.write_text(f"{SECRET}\n")
    monkeypatch.setattr(connection, "statement", lambda _: text)
    given = {"value": SECRET} if "$value" in text else {"file": str(file)}
    with engine.memory(memory_limit="256MB") as memory:
        memory._raw.execute("create table known (a varchar primary key)")
        try:
            getattr(memory, how)("parse/failing", **given)
        except (EngineError, duckdb.Error) as error:
            return error
    raise AssertionError("it did not fail")


@pytest.mark.parametrize("how", ["run", "columns"])
@pytest.mark.parametrize("text", FAILING.values(), ids=FAILING.keys())
def test_a_statement_that_fails_quotes_nothing(
    text: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = fail(text, tmp_path / "a.txt", monkeypatch, how)
    assert isinstance(error, EngineError)
    assert "parse/failing" in str(error)
    assert shown(error) == []


@contextmanager
def _bare(*_: object) -> Iterator[None]:
    yield


@contextmanager
def _chained(name: str, *_: object) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise EngineError(name, type(error).__name__)  # noqa: B904


@pytest.mark.parametrize("mutant", [_bare, _chained])
@pytest.mark.parametrize("text", FAILING.values(), ids=FAILING.keys())
def test_an_error_that_quotes_is_found(
    text: str, mutant: Callable[[str], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "quiet", mutant)
    assert shown(fail(text, tmp_path / "a.txt", monkeypatch, "run"))


# The command, with something wrong in every place that meets a line.


def said(result: Result) -> list[str]:
    """What of anybody a command printed, or would have by raising what it raised."""
    found = traces.in_text(result.stdout + result.stderr)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        found += shown(result.exception)
    return found


def log_of(desk: Desk) -> Path:
    """A log of some people."""
    return desk.log("a.log", people.combined())


def _raises(*_: Any, **__: Any) -> Any:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"no country for {SECRET}") from error


class _Agents:
    def lookup(self, agents: list[str]) -> Any:
        return dict.fromkeys(agents)[SECRET + agents[0]]


def break_countries(monkeypatch: pytest.MonkeyPatch, _: Alter) -> None:
    """A lookup fails and says with which address."""
    monkeypatch.setattr(CountryLookup, "lookup", _raises)


def break_agents(monkeypatch: pytest.MonkeyPatch, _: Alter) -> None:
    """A lookup fails with an agent."""
    monkeypatch.setattr(agent_texts, "AgentLookup", _Agents)


def break_reading(monkeypatch: pytest.MonkeyPatch, _: Alter) -> None:
    """Reading on fails, in the thread that reads ahead."""
    sound, calls = Reader.read, []

    def read(reader: Reader, **options: Any) -> Any:
        calls.append(reader)
        return _raises() if len(calls) > 1 else sound(reader, **options)

    monkeypatch.setattr(Reader, "read", read)


def break_arrays(monkeypatch: pytest.MonkeyPatch, _: Alter) -> None:
    """Handing values to DuckDB fails in Python."""
    monkeypatch.setattr(tally, "columns", _raises)


BUGS = (break_countries, break_agents, break_reading, break_arrays)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_bug_is_reported_with_its_place_and_kind_only(
    bug: Callable[..., None], desk: Desk, alter: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    bug(monkeypatch, alter)
    result = desk.run("ingest", log_of(desk))
    assert result.exit_code == 1
    assert "Error" in result.stderr
    assert "ingest.py" in result.stderr  # where it happened
    assert said(result) == []
    assert desk.files() == []


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_command_that_lets_a_bug_through_is_found(
    bug: Callable[..., None], desk: Desk, alter: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    bug(monkeypatch, alter)
    monkeypatch.setattr(main._Root, "invoke", click.Group.invoke)
    assert said(desk.run("ingest", log_of(desk)))


def test_a_command_that_prints_the_message_of_a_bug_is_found(
    desk: Desk, alter: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_countries(monkeypatch, alter)
    monkeypatch.setattr(
        traceback, "format_tb", lambda _: traceback.format_exception(*sys.exc_info())
    )
    assert said(desk.run("ingest", log_of(desk)))


def test_a_bug_says_nothing_in_a_process_of_its_own_either(desk: Desk) -> None:
    program = (
        "import sys\n"
        "from loganalytics.cli.main import cli\n"
        "from loganalytics.parse.countries import CountryLookup\n"
        "def lookup(self, addresses):\n"
        "    try:\n        {}[addresses[0]]\n"
        "    except KeyError:\n        raise ValueError(repr(addresses))\n"
        "CountryLookup.lookup = lookup\n"
        "cli()\n"
    )
    command = [sys.executable, "-c", program, "ingest", log_of(desk), "--db", desk.database]
    root = Path(main.__file__).parents[2]
    ended = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert ended.returncode == 1
    assert "ValueError" in ended.stderr
    assert traces.in_text(ended.stdout + ended.stderr) == []
    assert desk.files() == []


STATEMENTS = {
    name: f"select cast('{SECRET}' as integer), {parameters}"
    for name, parameters in {
        "parse/check": "0",
        "parse/new_agents": "0",
        "fold/outcomes": "0",
        "store/add_recent": "$log, $ingest_id",
        "store/add_contents": "$ingest_id, $bytes, $lines, $head, $digest, $beginnings",
    }.items()
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_that_fails_in_an_ingest_is_named_and_quotes_nothing(
    name: str, desk: Desk, alter: Alter
) -> None:
    alter(name, lambda _: STATEMENTS[name])
    result = desk.run("ingest", log_of(desk))
    assert result.exit_code == (4 if name.startswith("store/") else 3)
    assert name in result.stderr
    assert said(result) == []
    assert desk.files() == []


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_that_is_quoted_in_an_ingest_is_found(
    name: str, desk: Desk, alter: Alter, monkeypatch: pytest.MonkeyPatch
) -> None:
    alter(name, lambda _: STATEMENTS[name])
    monkeypatch.setattr(connection, "quiet", _bare)
    monkeypatch.setattr(main._Root, "invoke", click.Group.invoke)
    assert said(desk.run("ingest", log_of(desk)))


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (people.hopeless().encode(), ()),
        (people.hopeless().encode(), ("--format", "combined")),
        (people.hopeless().encode(), ("--format", '%h %{(}i %t "%r" %>s %b')),
        (
            people.combined().encode(),
            ("--format", '$remote_addr ([$time_local] "$request" $status'),
        ),
        (people.combined().encode(), ("--format", "vhost_combined")),
        (b"\0" + people.combined().encode()[:50], ()),
        (gzip.compress(people.combined().encode())[:-40], ()),
        (b"\x1f\x8b" + people.combined().encode(), ()),
        (b"\x28\xb5\x2f\xfd" + people.combined().encode(), ()),
    ],
)
def test_bad_input_is_refused_without_quoting_it(
    content: bytes, options: tuple[str, ...], desk: Desk
) -> None:
    result = desk.run("ingest", desk.log("bad.log", content), *options)
    assert result.exit_code == 3
    assert "bad.log" in result.stderr
    assert said(result) == []
