# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of earlier versions can be read as they are, and the next ingest brings them up."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, many, write

TABLES = ("errors", "bot_pages", "bandwidth", "events")
VIEWS = (
    "channels",
    "campaigns",
    "utm_sources",
    "utm_mediums",
    "utm_terms",
    "utm_contents",
    "pixel",
)


def names(database: Path) -> set[str]:
    """The tables and views of a database."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("select table_name from information_schema.tables").fetchall()
    return {name for (name,) in rows}


@pytest.fixture
def old(ingest: Ingest, database: Path, tmp_path: Path) -> Path:
    """A database as the first version made it."""
    ingest(write(tmp_path / "a", many(30)))
    with duckdb.connect(str(database)) as connection:
        for name in (*TABLES, *VIEWS):
            connection.execute(f"drop view v_{name}")
        for name in TABLES:
            connection.execute(f"drop table {name}")
        connection.execute(
            "delete from daily where dimension in ('channel', 'pixel') or dimension like 'utm_%'"
        )
        connection.execute("alter table ingests drop column late")
        connection.execute("create or replace view v_ingests as select * from ingests")
    return database


def test_a_database_of_an_earlier_version_is_reported_and_says_what_it_lacks(
    old: Path, run: Run
) -> None:
    before = old.read_bytes()
    result = run("report", "--explain", "--format", "json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["notes"][0] == (
        "Not kept by the version that made this database: events, bandwidth, errors,"
        " broken_links, ai_pages; kept from the next ingest on."
    )
    for name in ("channels", "campaigns", "events", "bandwidth", "errors", "ai_pages"):
        assert found[name] == [], name
    assert found["error_timeline"] != []  # which is known from the traffic
    assert {row["paths"] for row in found["bots"]} == {None}
    assert found["ingests"][0]["lines"] == 30
    assert run("report").exit_code == 0
    assert old.read_bytes() == before


def test_the_next_ingest_brings_a_database_up_and_loses_nothing(
    old: Path, run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    hits = json.loads(run("report", "summary", "--format", "json").stdout)["summary"]["hits"]
    ingest(write(tmp_path / "b", [combined(90_000, "/gone", status=404)]))
    fresh = tmp_path / "fresh.duckdb"
    ingest("--db", fresh, tmp_path / "b")
    assert names(old) == names(fresh)
    found = json.loads(run("report", "summary", "errors", "--format", "json").stdout)
    assert found["summary"]["hits"] == hits + 1
    assert [(row["path"], row["hits"]) for row in found["errors"]] == [("/gone", 1)]
    assert found["notes"] == []
    with duckdb.connect(str(old), read_only=True) as connection:
        assert connection.execute("select late from v_ingests").fetchall() == [(0,), (0,)]
