# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole days go and do not come back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from loganalytics.cli import prune
from loganalytics.ops import rewrite
from tests.conftest import Ingest, Run
from tests.logs import combined, query, write
from tests.ops.bytes import PLANTED, occurrences, rows

DAY = 86_400
NOW = datetime(2026, 10, 20, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "wall_clock", lambda: NOW)


def log(folder: Path, first: int, last: int, name: str = "a.log") -> Path:
    """Days of October, each with hits of all kinds at noon UTC and just before 22 h UTC."""
    lines = []
    for day in range(first - 10, last - 10 + 1):
        for at in (day * DAY, day * DAY + 10 * 3600 - 1, day * DAY + 10 * 3600):
            path = f"/{PLANTED}/{day + 10}/{at % 7}"
            lines.append(combined(at, path, who="192.0.2.3"))
            lines.append(combined(at, "/x.pdf", who="192.0.2.3", size=at % 1000))
            lines.append(combined(at, "/x", who="192.0.2.4", agent="Googlebot/2.1"))
    return write(folder / name, lines)


def days_of(database: Path) -> dict[str, set[str]]:
    """The UTC dates, or the days, that each table holds."""
    columns = {"traffic": "bucket", "activity": "bucket", "pages": "bucket", "recent": "minute"}
    for table in ("daily", "downloads", "bots", "pairs"):
        columns[table] = "day"
    return {
        table: {
            str(day) for (day,) in query(database, f"select distinct {name}::date from {table}")
        }
        for table, name in columns.items()
    }


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("90d", None),
        ("5d", 15),
        ("1d", 19),
        ("2026-10-16", 16),
        ("2026-W42", 12),
        ("yesterday", 19),
        ("2026-10", None),
        ("2026", None),
        ("2026-11", 99),
    ],
)
def test_older_days_go_from_every_table(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, text: str, first: int | None
) -> None:
    ingest(log(tmp_path, 10, 20))
    before = rows(database)
    result = run("prune", "--older-than", text, "--yes")
    assert result.exit_code == 0, result.output
    if first is None:
        assert rows(database) == before
        assert "holds nothing before" in result.stderr
        return
    left = {f"2026-10-{day}" for day in range(max(first, 10), 21)}
    assert set(map(frozenset, days_of(database).values())) == {frozenset(left)}
    # What stays is what was.
    for table, found in rows(database).items():
        if table not in ("ingests", "recent"):
            assert set(found) <= set(before[table])


def test_days_are_those_of_the_zone(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest("--timezone", "Europe/Zurich", log(tmp_path, 10, 12))
    assert run("prune", "--older-than", "2026-10-12", "--yes").exit_code == 0
    # The 12th begins at 22:00 UTC of the 11th.
    assert query(database, "select min(bucket) from traffic") == [(datetime(2026, 10, 11, 22),)]
    assert query(database, "select min(day) from daily")[0][0].day == 12
    assert query(database, "select count(*) from activity") == [(4,)]  # of ten


def test_the_ledger_still_knows_what_was_ingested(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    old, new = log(tmp_path, 10, 12), log(tmp_path, 13, 14, "b.log")
    ingest(old, new)
    contents = rows(database)["contents"]
    assert run("prune", "--older-than", "2026-10-14", "--yes").exit_code == 0
    assert rows(database)["contents"] == contents
    assert query(database, "select lines, erased from ingests") == [(27, "days"), (18, "days")]
    assert ingest(old, new)["totals"]["hits"] == 0
    assert query(database, "select sum(hits) from traffic") == [(9,)]


def test_an_ingest_of_which_nothing_went_is_not_marked(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(log(tmp_path, 10, 12), log(tmp_path, 13, 14, "b.log"))
    assert run("prune", "--older-than", "2026-10-13", "--yes").exit_code == 0
    assert query(database, "select erased from ingests order by ingest_id") == [("days",), ("",)]


def test_the_bytes_are_gone(run: Run, ingest: Ingest, database: Path, tmp_path: Path) -> None:
    ingest(log(tmp_path, 10, 12))
    ingest(write(tmp_path / "b", [combined(5 * DAY, "/later")]))
    assert occurrences(database) > 0
    assert run("prune", "--older-than", "2026-10-14", "-y").exit_code == 0
    assert occurrences(database) == 0
    assert query(database, "select path from pages") == [("/later",)]


def test_it_says_what_it_removes(run: Run, ingest: Ingest, tmp_path: Path) -> None:
    ingest(log(tmp_path, 10, 12))
    result = run("prune", "--older-than", "2026-10-12")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "Before 2026-10-12: 6 pageviews, 4 visits, 18 hits of 2026-10-10 to 2026-10-11.",
        "loganalytics: nothing was changed: without a terminal nobody can be asked; "
        "add --yes to go on",
    ]


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--older-than", "soon"),
        ("--older-than", "0d"),
        ("--older-than", "2026-10-12T11:00"),
        ("--keep", "2026-10"),
        ("--keep", "0d"),
        ("--keep", "1d", "--older-than", "1d"),
    ],
)
def test_what_it_cannot_understand_is_exit_code_2(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    ingest(log(tmp_path, 10, 12))
    before = database.read_bytes()
    assert run("prune", "--yes", *options).exit_code == 2
    assert database.read_bytes() == before


def test_a_full_disk_takes_no_day_and_no_retention(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(log(tmp_path, 10, 12))
    before = rows(database)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rewrite, "_give_away", full)
    result = run("prune", "--older-than", "2026-10-12", "--yes")
    assert result.exit_code == 4
    assert "No space left on device" in result.stderr
    assert rows(database) == before
    assert run("report", "summary").exit_code == 0
