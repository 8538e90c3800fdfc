# SPDX-License-Identifier: GPL-3.0-or-later
"""The database that measures reports at scale, built small: its reports say what was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.big_database import build
from tests.conftest import Run

Sums = dict[str, int]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Sums]:
    """Three nights of two sites with 50 paths each, and the sums that the script says it wrote."""
    path = tmp_path_factory.mktemp("scale") / "big.duckdb"
    return path, build(path, days=3, sites=2, paths=50, views=2000)


def asked(
    run: Run, path: Path, *arguments: str, start: str = "2025-12-29", end: str = "2025-12-31"
) -> Any:
    range_ = ("--start", start, "--end", end)
    result = run("report", "--db", path, *range_, "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def total(rows: list[dict[str, Any]], column: str) -> int:
    return sum(row[column] for row in rows)


def test_a_report_of_all_days_adds_up_to_what_was_written(
    run: Run, written: tuple[Path, Sums]
) -> None:
    path, sums = written
    found = asked(run, path)
    assert found["sites"] == ["www.site-0.example", "www.site-1.example"]
    summary = found["summary"]
    for name in ("pageviews", "visits", "visitors", "returning_visits", "bounces"):
        assert summary[name] == sums[f"activity.{name}"] > 0
    assert summary["hits"] == sums["traffic.hits"] > 0
    assert summary["bytes_sent"] == sums["traffic.bytes_sent"]
    for name in ("pageviews", "visits", "visitors"):
        assert total(found["timeline"], name) == sums[f"activity.{name}"]
    for name in ("pageviews", "visits", "visitors", "entries", "exits", "bounces"):
        assert total(found["pages"], name) == sums[f"pages.{name}"]
    assert total(found["entry"], "entries") == sums["activity.visits"]
    assert total(found["exit"], "exits") == sums["activity.visits"]
    for section in "sources referrers countries browsers os devices screens".split():
        assert total(found[section], "pageviews") == sums["activity.pageviews"]
        assert total(found[section], "visits") == sums["activity.visits"]
    assert total(found["downloads"], "hits") == sums["downloads.hits"]
    assert total(found["bots"], "hits") == sums["bots.hits"]
    assert total(found["status"], "hits") == sums["traffic.hits"]
    assert len(found["recent"]) == 50


def test_a_report_of_paths_adds_up_to_what_was_written(
    run: Run, written: tuple[Path, Sums]
) -> None:
    path, sums = written
    parts = [asked(run, path, "--path", glob) for glob in ("/", "/?*")]
    for name in ("pageviews", "visits", "visitors", "entries", "exits"):
        assert sum(part["summary"][name] for part in parts) == sums[f"pages.{name}"]
    assert sum(part["summary"]["paths"] for part in parts) == 2 * 50
    assert sum(total(part["timeline"], "pageviews") for part in parts) == sums["pages.pageviews"]
    for section in ("sources", "countries", "browsers", "devices"):
        assert (
            total(asked(run, path, "--path", "*")[section], "pageviews") == sums["pages.pageviews"]
        )


def test_each_night_is_an_ingest_of_its_own(run: Run, written: tuple[Path, Sums]) -> None:
    path, sums = written
    days = [
        asked(run, path, "summary", start=day, end=day)["summary"]["pageviews"]
        for day in ("2025-12-29", "2025-12-30", "2025-12-31")
    ]
    assert all(days)
    assert sum(days) == sums["activity.pageviews"]


def test_a_log_is_added_to_it(run: Run, written: tuple[Path, Sums], tmp_path: Path) -> None:
    path, sums = written
    log = tmp_path / "access.log"
    log.write_text(
        '192.0.2.1 - - [31/Dec/2025:23:59:59 +0000] "GET / HTTP/1.1" 200 5 "-" '
        '"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"\n'
    )
    grown = tmp_path / "grown.duckdb"
    grown.write_bytes(path.read_bytes())
    result = run("ingest", "--db", grown, "--site", "www.site-0.example", log)
    assert result.exit_code == 0, result.output
    assert asked(run, grown)["summary"]["pageviews"] == sums["activity.pageviews"] + 1
