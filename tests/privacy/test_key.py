# SPDX-License-Identifier: GPL-3.0-or-later
"""DESIGN 2.1: the visitor's key has a salt made for the run, and nothing of it is stored."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest

from loganalytics.engine import Connection
from loganalytics.ops.rewrite import SUMS
from loganalytics.store import Store
from tests.privacy import people, traces
from tests.privacy.conftest import Alter, Desk


def stored(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows, but for when each ingest ended and how long it took."""
    found = traces.rows(database)
    found["ingests"] = [(row[0], *row[2:6], *row[7:]) for row in found["ingests"]]
    return found


def twice(desk: Desk) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same log in two databases."""
    log = desk.log("a.log", people.combined())
    databases = desk.data / "one.duckdb", desk.data / "two.duckdb"
    for database in databases:
        desk.ingest(log, "--db", database)
    return stored(databases[0]), stored(databases[1])


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """The keys of each run, as they were in memory."""
    found: list[set[int]] = []
    sound = Store.add

    def add(store: Store, memory: Connection, *rest: Any, **options: Any) -> int:
        rows = memory._raw.execute("select distinct key from visitor_keys").fetchall()
        found.append({key for (key,) in rows})
        return sound(store, memory, *rest, **options)

    monkeypatch.setattr(Store, "add", add)
    return found


def test_two_runs_give_other_keys_and_store_the_same_rows(desk: Desk, keys: list[set[int]]) -> None:
    one, two = twice(desk)
    assert one == two
    empty = {table for table in one if not one[table]}
    derived = {*SUMS, "joins"}
    assert empty - {"titles"} == derived | {"response_times"}  # which this log does not name
    first, second = keys
    assert len(first) == len(second) >= 4
    assert first.isdisjoint(second)


def test_a_run_with_the_salt_of_another_is_found(
    desk: Desk, keys: list[set[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda *_: "salt")
    twice(desk)
    first, second = keys
    assert not first.isdisjoint(second)


@pytest.mark.parametrize(
    ("name", "leak"),
    [
        ("store/add_recent", "(select max(key) % 999983 from visitor_keys)::varchar as os"),
        ("store/add_pages", "hash((select max(key) from visitor_keys), path) % 1000 as seconds"),
    ],
)
def test_what_is_derived_from_a_key_and_stored_is_found(
    name: str, leak: str, desk: Desk, alter: Alter
) -> None:
    alter(
        name, lambda text: text.replace("exclude (site_id)", f"exclude (site_id) replace ({leak})")
    )
    one, two = twice(desk)
    assert one != two
