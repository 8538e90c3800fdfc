# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of the command line share."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner, Result

from loganalytics.cli.main import cli
from loganalytics.fold import fold, slices
from loganalytics.parse import agent_texts, lookups
from tests.logs import write


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--points",
        type=int,
        default=6,
        help="at how many points of a run the tests marked `soak` let something happen",
    )


@pytest.fixture(scope="session")
def points(request: pytest.FixtureRequest) -> int:
    """At how many points of a run something happens: a few, unless more are asked for."""
    found: int = request.config.getoption("--points")
    return found


@pytest.fixture(scope="session", autouse=True)
def _lists_are_loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agent_texts, "AgentLookup", cache(agent_texts.AgentLookup))
        patch.setattr(lookups, "ReferrerLookup", cache(lookups.ReferrerLookup))
        yield


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where `run` and `ingest` keep their database; not there yet."""
    return tmp_path / "book.duckdb"


@cache
def database_of(*logs: tuple[str, ...], options: tuple[str, ...] = ()) -> bytes:
    """A database of logs with these lines, each ingested by a run of its own; made only once."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOGANALYTICS_DB", str(Path(folder) / "book.duckdb"))
        for name, lines in zip("abc", logs, strict=False):
            log = write(Path(folder) / f"{name}.log", lines)
            result = CliRunner().invoke(cli, ["ingest", "--quiet", *options, str(log)])
            assert result.exit_code == 0, result.output
        return (Path(folder) / "book.duckdb").read_bytes()


class Run(Protocol):
    def __call__(
        self, *arguments: object, input: bytes | None = None, **environment: str
    ) -> Result: ...


@pytest.fixture
def run(database: Path) -> Iterator[Run]:
    """The program with these arguments; LOGANALYTICS_DB is `database`."""
    mask = os.umask(0o022)
    handler = signal.getsignal(signal.SIGTERM)

    def run(*arguments: object, input: bytes | None = None, **environment: str) -> Result:
        environment.setdefault("LOGANALYTICS_DB", str(database))
        texts = [str(argument) for argument in arguments]
        return CliRunner().invoke(cli, texts, input=input, env=environment)

    yield run
    os.umask(mask)
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def many_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do with a few views what is done with millions."""
    monkeypatch.setattr(fold, "_FEW_VIEWS", 0)
    monkeypatch.setattr(fold, "_A_PART", 60)
    monkeypatch.setattr(fold, "_A_SLICE", 100)
    monkeypatch.setattr(slices, "_A_SHARE", 30)
    monkeypatch.setattr(slices, "_A_SHARE_OF_PAGES", 70)


class Ingest(Protocol):
    def __call__(
        self, *arguments: object, input: bytes | None = None, code: int = 0
    ) -> dict[str, Any]: ...


@pytest.fixture
def ingest(run: Run) -> Ingest:
    """`ingest --json` with these arguments: its document, after the exit code was checked."""

    def ingest(*arguments: object, input: bytes | None = None, code: int = 0) -> dict[str, Any]:
        result = run("ingest", "--json", *arguments, input=input)
        assert result.exit_code == code, result.output
        document: dict[str, Any] = json.loads(result.stdout)
        for source in document["sources"]:
            assert sum(source["outcomes"].values()) == source["lines"]
        return document

    return ingest
