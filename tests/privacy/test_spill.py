# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.2: short of memory a run fails; it never writes rows to a disk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics import engine
from loganalytics.engine import Connection, EngineError
from loganalytics.ingest import Options, Result, ingest, intake
from loganalytics.ingest.budget import Budget
from loganalytics.model import Settings
from loganalytics.sources import Source
from tests.privacy import people
from tests.privacy.conftest import Desk

CONFINED = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def options_of(raw: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The options of an open connection that keep it from the disk and the network."""
    return {
        name: raw.execute(f"select current_setting('{name}')").fetchall()[0][0]
        for name in (*CONFINED, "memory_limit")
    }


class Watch:
    """Collects what `engine` opens, and the files that exist after each statement."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.options: list[dict[str, Any]] = []
        self.files: set[str] = set()
        connect, execute = duckdb.connect, Connection._execute

        def connected(*arguments: Any, **options: Any) -> duckdb.DuckDBPyConnection:
            raw = connect(*arguments, **options)
            self.options.append(options_of(raw))
            return raw

        def executed(connection: Connection, *arguments: Any) -> Any:
            try:
                return execute(connection, *arguments)
            finally:
                self.files.update(desk.files())

        monkeypatch.setattr(duckdb, "connect", connected)
        monkeypatch.setattr(Connection, "_execute", executed)


def test_every_connection_of_every_command_is_confined(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(desk, monkeypatch)
    log = desk.log("a.log", people.line(people.ANNA, 0, "/a"))
    desk.ingest(log)
    desk.ingest(log)  # opens the database to read what it knows
    for command in (
        ("report",),
        ("status",),
        ("sql", "from v_pages"),
        ("export", desk.logs / "out"),
    ):
        assert desk.run(*command).exit_code == 0
    assert len(watch.options) >= 7  # two runs in memory, one look at the ledger, four that read
    for options in watch.options:
        assert {name: options[name] for name in CONFINED} == CONFINED


def test_the_run_in_memory_has_the_limit_it_was_given() -> None:
    with engine.memory(memory_limit="64MiB") as memory:
        assert options_of(memory._raw)["memory_limit"] == "64.0 MiB"


def test_another_connection_to_the_run_in_memory_is_confined_too() -> None:
    with engine.memory(memory_limit="64MiB") as memory, memory.cursor() as cursor:
        assert options_of(cursor._raw) == options_of(memory._raw)


def test_attaching_a_database_leaves_the_run_confined(tmp_path: Path) -> None:
    # On its own, DuckDB would spill into 'a.duckdb.tmp' beside the file.
    with engine.memory(memory_limit="64MiB") as memory:
        memory.attach_new(tmp_path / "a.duckdb")
        options = options_of(memory._raw)
        assert {name: options[name] for name in CONFINED} == CONFINED


@pytest.mark.parametrize("name", sorted(CONFINED))
def test_a_connection_without_one_of_the_options_is_found(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CONFINED", {k: v for k, v in CONFINED.items() if k != name})
    with engine.memory(memory_limit="64MiB") as memory:
        assert options_of(memory._raw)[name] != CONFINED[name]


@pytest.fixture(scope="module")
def many_people() -> str:
    """More people than fit into the memory given below."""
    dice = random.Random(1)
    return "".join(
        people.line(
            people.Person(f"203.0.113.{dice.randrange(256)}", f"{people.ANNA.agent} {n % 50}"),
            n // 10,
            f"/page/{n % 4000}/" + "word-" * 20,
        )
        for n in range(60_000)
    )


def starve(desk: Desk, log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Result]:
    """Ingest in too little memory."""
    budget = Budget(workers=1, chunk=32 << 20, views=10**9, values=10**9, limit=40_000_000)
    monkeypatch.setattr(intake, "plan", lambda *_: budget)
    options = Options(desk.database, Settings("UTC", 60, 5), wait=0)
    return ingest([Source(str(log))], options)


def test_a_run_short_of_memory_fails_and_leaves_no_file_at_any_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, many_people: str
) -> None:
    log = desk.log("many.log", many_people)
    watch = Watch(desk, monkeypatch)
    (result,) = starve(desk, log, monkeypatch)
    assert (result.status, "not enough memory" in result.error) == ("failed", True)
    assert watch.files == set()
    assert desk.files() == []


def test_a_run_that_may_spill_is_found_by_its_files(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, many_people: str
) -> None:
    log = desk.log("many.log", many_people)
    monkeypatch.setattr(
        engine, "CONFINED", {k: v for k, v in CONFINED.items() if k != "temp_directory"}
    )
    watch = Watch(desk, monkeypatch)
    with suppress(EngineError):  # even so
        list(starve(desk, log, monkeypatch))
    assert watch.files
