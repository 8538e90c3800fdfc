# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics status`: the ledger as people and programs read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics.model import OUTCOMES
from tests.conftest import Ingest, Run
from tests.logs import combined, query, write
from tests.reports.database import make


def read(run: Run, *arguments: object) -> dict[str, Any]:
    result = run("status", "--format", "json", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    document: dict[str, Any] = json.loads(result.stdout)
    return document


@pytest.fixture
def two(ingest: Ingest, tmp_path: Path) -> list[dict[str, Any]]:
    """Two ingests, and what they said of themselves."""
    first = write(tmp_path / "a.log", [combined(0, "/a"), "broken", combined(60, "/a.css")])
    second = write(tmp_path / "b.log", [combined(7200, "/b"), combined(7260, "/c", status=404)])
    zone = ("--timezone", "Europe/Zurich")
    return [ingest(path, *zone)["sources"][0] for path in (first, second)]


def test_json_says_what_each_ingest_said_of_itself(
    run: Run, two: list[dict[str, Any]], database: Path
) -> None:
    document = read(run)
    assert list(document) == [
        "database", "bytes", "schema_version", "timezone", "bucket_minutes", "k", "keep_days",
        "data", "sites", "contents", "last_ingest", "totals", "geo", "lists", "ingests",
    ]  # fmt: skip
    assert document["database"] == str(database)
    assert document["bytes"] == database.stat().st_size
    assert document["schema_version"] == 1
    assert (document["timezone"], document["bucket_minutes"], document["k"]) == (
        "Europe/Zurich", 60, 5,
    )  # fmt: skip
    # Noon of 10 October 2026, UTC, is 14:00 in Zurich.
    assert document["data"] == {
        "start": "2026-10-10T14:00:00+02:00",
        "end": "2026-10-10T17:00:00+02:00",
    }
    assert (document["sites"], document["contents"]) == ([""], 2)
    assert [row["ingest_id"] for row in document["ingests"]] == [2, 1]
    assert document["last_ingest"] == document["ingests"][0]["ingested"]
    for said, kept in zip(reversed(two), document["ingests"], strict=True):
        for name in ("format", "lines", "outcomes", "hits", "pageviews", "visits", "bytes_sent"):
            assert kept[name] == said[name], name
        assert kept["source"] == said["source"].rpartition("/")[2]
        assert kept["cut_edges"] == kept["late"] == kept["placeholders"] == 0
    assert document["ingests"][1]["first"] == "2026-10-10T14:00:00+02:00"
    assert document["ingests"][1]["last"] == "2026-10-10T14:01:00+02:00"
    (used,) = document["geo"]
    assert used == {
        "version": query(database, "select any_value(geo) from ingests")[0][0],
        "first_ingest": 1,
        "last_ingest": 2,
        "ingests": 2,
    }


def test_totals_add_up_all_ingests_whatever_is_shown(run: Run, two: list[dict[str, Any]]) -> None:
    document = read(run, "--limit", 1)
    assert len(document["ingests"]) == 1
    totals = document["totals"]
    assert totals == read(run)["totals"]
    assert totals["lines"] == sum(totals["outcomes"].values()) == 5
    assert list(totals["outcomes"]) == list(OUTCOMES)
    assert {name: count for name, count in totals["outcomes"].items() if count} == {
        "malformed": 1, "status": 1, "asset": 1, "pageview": 2,
    }  # fmt: skip
    assert (totals["hits"], totals["pageviews"], totals["visits"]) == (4, 2, 2)


def test_people_see_tables_of_80_columns(run: Run, two: list[dict[str, Any]]) -> None:
    result = run("status")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in result.stdout
    assert "Time zone       Europe/Zurich, buckets of 60 minutes" in lines
    assert "Data            2026-10-10 14:00 to 2026-10-10 17:00" in lines
    assert "Contents known  2" in lines
    assert "malformed  1  20.0%" in lines
    assert "= lines    5" in lines
    assert lines[-2].split()[3:5] == ["b.log", "2"]
    assert lines[-1].split()[3:5] == ["a.log", "3"]
    assert "2026-10-10 14:00  2026-10-10 14:01" in lines[-1]
    wide = run("status", COLUMNS="160").stdout.splitlines()[-3:]
    assert wide[0].split()[8:] == "Pageviews Visits Malformed Status Asset Pageview".split()
    assert wide[1].split()[-6:] == "1 1 0 1 0 1".split()
    assert wide[2].split()[-6:] == "1 1 1 0 1 1".split()


def many(database: Path, count: int) -> None:
    make(database)
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            f"insert into ingests by name select range::int as ingest_id, "
            f"make_timestamp(1791633600000000 + range * 60000000) as ingested, "
            f"'=\x1b[31m' || range as source, 'combined' as format, 1 as seconds, 2 as lines, "
            f"{', '.join(f'0 as {name}' for name in OUTCOMES if name != 'pageview')}, "
            f"2 as pageview, 2 as hits, 2 as pageviews, 1 as visits, 9 as bytes_sent, "
            f"1 as cut_edges, 3 as late, 0 as placeholders, "
            f"if(range = 3, 'old', 'new') as geo, 'lists' as lists from range(1, {count + 1})"
        )


def test_the_ten_last_ingests_are_shown_unless_more_are_asked_for(run: Run, database: Path) -> None:
    many(database, 12)
    shown = run("status").stdout
    assert "… 2 more: --all shows them." in shown
    assert "\ufffd[31m12" in shown
    assert "\ufffd[31m2 " not in shown
    assert "more" not in run("status", "--all").stdout
    assert "… 11 more" in run("status", "--limit", 1).stdout
    assert "\ufffd[31m1 " in run("status", "--limit", 0).stdout
    assert len(read(run)["ingests"]) == 12
    assert len(read(run, "--limit", 3)["ingests"]) == 3


def test_versions_name_the_ingests_that_used_them(run: Run, database: Path) -> None:
    many(database, 5)
    lines = run("status").stdout.splitlines()
    assert "Country data    new (ingests 1 to 5, 4 of them)" in lines
    assert "                old (ingest 3)" in lines
    assert read(run)["geo"] == [
        {"version": "new", "first_ingest": 1, "last_ingest": 5, "ingests": 4},
        {"version": "old", "first_ingest": 3, "last_ingest": 3, "ingests": 1},
    ]


def test_what_may_be_cut_is_told(run: Run, database: Path) -> None:
    many(database, 5)
    lines = run("status", COLUMNS="120").stdout.splitlines()
    assert "late       15          hits of days that were folded already" in lines
    assert "cut edges   5          visits near the border of another ingest" in lines
    assert any("Cut edges" in line and "Late" in line for line in lines)


def test_a_database_without_hits_or_ingests(run: Run, database: Path) -> None:
    make(database)
    result = run("status")
    assert result.exit_code == 0
    assert "Data            none" in result.stdout.splitlines()
    document = read(run)
    assert document["data"] == {"start": None, "end": None}
    assert (document["ingests"], document["last_ingest"]) == ([], None)


def test_a_database_of_an_earlier_loganalytics_can_be_read(run: Run, database: Path) -> None:
    many(database, 2)
    with duckdb.connect(str(database)) as connection:
        connection.execute("drop view v_ingests")
        connection.execute("alter table ingests drop column late")
    assert read(run)["totals"]["late"] == 0


def test_no_database_is_said_as_elsewhere(run: Run, tmp_path: Path) -> None:
    result = run("status", "--db", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (4, "")


def test_what_was_erased_since_and_what_is_kept_are_told(
    run: Run, two: list[dict[str, Any]], ingest: Ingest, tmp_path: Path
) -> None:
    """Of two ingests of one day one loses a path; then an older one all its days."""
    assert "Erased" not in run("status").stdout
    assert (read(run)["keep_days"], "Keeps           all" in run("status").stdout) == (None, True)
    old = write(tmp_path / "old.log", [combined(-40 * 86400, "/a")])
    ingest(old)
    run("forget", "--path", "/b", "--yes")
    run("prune", "--older-than", "2026-10-01", "--yes")
    assert [(row["source"], row["erased"]) for row in read(run)["ingests"]] == [
        ("old.log", "days"), ("b.log", "paths"), ("a.log", ""),
    ]  # fmt: skip
    wide = run("status", COLUMNS="160").stdout.splitlines()[-4:]
    assert wide[0].split()[-1] == "Erased"
    assert (wide[1].split()[-1], wide[2].split()[-1]) == ("days", "paths")
    run("prune", "--keep", "90d", "--yes")
    assert read(run)["keep_days"] == 90
    assert "Keeps           the last 90 days" in run("status").stdout.splitlines()
