# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of earlier versions can be read as they are, and the next ingest brings them up."""

from __future__ import annotations

import errno
import gzip
import json
import shutil
from os import getpid
from pathlib import Path

import duckdb
import pytest

from loganalytics import __version__
from tests.conftest import Ingest, Run
from tests.faults.trials import beside
from tests.logs import combined, many, write

TABLES = ("errors", "bot_pages", "bandwidth", "response_times", "events")
VIEWS = (
    "channels",
    "campaigns",
    "utm_sources",
    "utm_mediums",
    "utm_terms",
    "utm_contents",
    "pixel",
    "languages",
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
        "Not kept by the version that made this database: events, bandwidth, response_times,"
        " errors, broken_links, ai_pages; kept from the next ingest on."
    )
    for name in (
        "channels",
        "campaigns",
        "events",
        "bandwidth",
        "response_times",
        "errors",
        "ai_pages",
    ):
        assert found[name] == [], name
    assert found["error_timeline"] != []  # which is known from the traffic
    assert {row["paths"] for row in found["bots"]} == {None}
    assert found["ingests"][0]["lines"] == 30
    assert run("report").exit_code == 0
    assert old.read_bytes() == before


def test_of_a_path_an_earlier_version_kept_no_errors_over_time(old: Path, run: Run) -> None:
    result = run("report", "--path", "/*", "error_timeline", "errors", "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["error_timeline"], found["errors"]) == (0, [], [])
    assert found["notes"] == [
        "Not kept by the version that made this database: errors, error_timeline; kept from the"
        " next ingest on."
    ]


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


def dump(database: Path, table: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(f"from {table} order by all").fetchall()


def test_a_copy_is_kept_of_what_is_brought_up(
    old: Path, run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    before = {name: dump(old, name) for name in names(old)}
    result = run("ingest", write(tmp_path / "b", [combined(90_000)]))
    kept = old.with_name(f"{old.name}.before-{__version__}")
    said = f"{old} was brought up to this version; as it was before: {kept}"
    assert said in result.stderr.replace("\n", "")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {name: dump(kept, name) for name in names(kept)} == before
    again = run("ingest", write(tmp_path / "c", [combined(180_000)]))
    assert "brought up" not in again.stderr
    assert {name: dump(kept, name) for name in names(kept)} == before
    erased = run("forget", "--path", "/", "--yes")
    assert f"As it was before an upgrade is still {kept.name}." in erased.stderr.replace("\n", "")


@pytest.mark.parametrize("command", ["compact", "merge"])
def test_compact_and_merge_bring_a_database_up_and_keep_it_as_it_was(
    old: Path, run: Run, ingest: Ingest, tmp_path: Path, command: str
) -> None:
    other = tmp_path / "other.duckdb"
    ingest("--db", other, write(tmp_path / "b", [combined(90_000)]))
    before = {name: dump(old, name) for name in names(old)}
    arguments = ("compact",) if command == "compact" else ("merge", other)
    result = run(*arguments)
    kept = old.with_name(f"{old.name}.before-{__version__}")
    said = f"{old} was brought up to this version; as it was before: {kept}"
    assert result.exit_code == 0
    assert said in result.stderr.replace("\n", "")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {name: dump(kept, name) for name in names(kept)} == before
    assert names(old) == names(other)
    again = run("compact")
    assert (again.exit_code, "brought up" in again.stderr) == (0, False)
    assert {name: dump(kept, name) for name in names(kept)} == before


@pytest.mark.parametrize("what", ["undo", "prune", "forget"])
def test_what_erases_keeps_no_copy(old: Path, run: Run, what: str) -> None:
    arguments = {
        "undo": ("undo", "1", "--yes"),
        "prune": ("prune", "--older-than", "2026-10-11", "--yes"),
        "forget": ("forget", "--path", "/p1", "--yes"),
    }[what]
    assert run(*arguments).exit_code == 0
    assert beside(old) == []


def test_a_merge_that_is_refused_changes_nothing_of_an_old_database(
    old: Path, run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    other = tmp_path / "other.duckdb"
    ingest("--db", other, tmp_path / "a")  # whose content is known here
    before = {name: dump(old, name) for name in names(old)}
    assert run("merge", other).exit_code == 2
    assert {name: dump(old, name) for name in names(old)} == before
    assert beside(old) == []


def test_a_compact_that_fails_leaves_an_old_database_and_no_copy(
    old: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = old.read_bytes()
    monkeypatch.setattr("loganalytics.ops.rewrite._give_away", full)
    assert run("compact").exit_code == 4
    assert (old.read_bytes(), beside(old)) == (before, [])


def test_what_cannot_be_kept_is_not_brought_up(old: Path, run: Run, tmp_path: Path) -> None:
    before = old.read_bytes()
    old.with_name(f".{old.name}.before-{__version__}.{getpid()}.new").mkdir()
    result = run("ingest", write(tmp_path / "b", [combined(90_000)]))
    assert (result.exit_code, old.read_bytes()) == (4, before)
    assert "cannot be written" in result.stderr


RELEASED = sorted((Path(__file__).parents[1] / "data").glob("schema-*.duckdb.gz"))


@pytest.mark.parametrize("packed", RELEASED, ids=lambda path: path.name)
def test_every_schema_there_was_opens_and_goes_on(
    packed: Path, run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    with gzip.open(packed) as source, database.open("wb") as target:
        shutil.copyfileobj(source, target)
    summary = json.loads(run("report", "summary", "--format", "json").stdout)["summary"]
    assert (summary["pageviews"], summary["visits"], summary["hits"]) == (40, 40, 61)
    assert run("status").exit_code == 0
    # The same log again, and one line that follows it.
    log = tmp_path / "site.log"
    log.write_text("".join(f"{line}\n" for line in [*schema_lines(), combined(90_000, "/new")]))
    added = ingest(log)["sources"][0]["outcomes"]
    assert (added["already_ingested"], added["pageview"]) == (61, 1)
    summary = json.loads(run("report", "summary", "--format", "json").stdout)["summary"]
    assert (summary["pageviews"], summary["hits"]) == (41, 62)
    assert run("check").exit_code == 0
    assert run("undo", "2", "--yes").exit_code == 0
    summary = json.loads(run("report", "summary", "--format", "json").stdout)["summary"]
    assert (summary["pageviews"], summary["visits"], summary["hits"]) == (40, 40, 61)


def schema_lines() -> list[str]:
    """What the databases of earlier schemas in tests/data have counted."""
    lines = [
        combined(600 * n, f"/{n % 5}", who=f"192.0.2.{n % 20}", referer="https://news.example/x")
        for n in range(40)
    ]
    event = "/pixel.gif?path=%2F0&event=play"
    lines += [combined(24_000 + n, event, who=f"192.0.2.{n}") for n in range(5)]
    lines += [combined(30_000 + n, "/a.pdf", who="192.0.2.9") for n in range(6)]
    lines += [combined(31_000 + n, "/gone", status=404, who="192.0.2.8") for n in range(10)]
    return lines
