# SPDX-License-Identifier: GPL-3.0-or-later
"""Each statement of an ingest may fail once: ledger and counts stay whole."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from loganalytics.ops.rewrite import SUMS
from tests.faults.trials import Trials, beside, broken
from tests.logs import everything, many, query, write

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("kind", ["batch", "alone"])
def test_a_statement_that_fails_once_loses_and_doubles_nothing(
    trials: Trials, tmp_path: Path, kind: str, there: bool, points: int
) -> None:
    if kind == "batch":
        paths = [write(tmp_path / f"{n}.log", many(30, start=1000 * n)) for n in range(1, 5)]
        paths.append(write(tmp_path / "again.log", many(30, start=2000)))
    else:
        paths = [write(tmp_path / "large.log", many(1900, start=1000))]
    folder = tmp_path / "db"
    folder.mkdir()
    database = folder / "book.duckdb"
    if there:
        first = write(tmp_path / "first.log", many(9))
        assert trials.run("ingest", "--db", database, first).code == 0
    before = database.read_bytes() if there else b""
    options = {"patch": {"loganalytics.ingest.summing:RUN": 20}}
    arguments = ("ingest", "--quiet", "--db", database, *paths)
    steps = trials.steps(*arguments, **options)
    whole = everything(database)
    wanted = (stored_by_source(database), added_up(database))
    chance = random.Random(points)
    every = range(len(steps))
    for at in every if points >= 200 else chance.sample(every, points // 6):
        if steps[at].name.startswith("os."):
            continue
        database.unlink(missing_ok=True)
        if there:
            database.write_bytes(before)
        done = trials.run(*arguments, at=at, do=("fail",), **options)
        point = (at, steps[at].name, done)
        assert done.code in (0, 3, 4), point
        assert len(done.stderr.splitlines()) == (done.code != 0), point
        assert "Traceback" not in done.stderr, point
        assert not broken(database), point
        assert beside(database) == [], point
        stored = len(query(database, "select ingest_id from ingests"))
        # Days that are too old are looked for when the log is stored.
        kept = done.code == 0 or "to remove old days" in done.stderr
        kept = kept or "what was read is counted and safe" in done.stderr
        assert stored == (len(whole["ingests"]) if kept else there), point
        rerun = trials.run(*arguments, **options)
        assert rerun.code == 0, (point, rerun)
        assert not broken(database), point
        assert (stored_by_source(database), added_up(database)) == wanted, point


_OF_NO_INGEST = {"recent", "meta"}  # tables


def stored_by_source(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each ingest by its place among them, without those that joins take back.

    Sums are made up by a later ingest; who shares a join depends on who shared a transaction.
    """
    held = everything(database)
    place = {row[0]: nr for nr, row in enumerate(held["ingests"])}
    return {
        name: rows
        if name in _OF_NO_INGEST
        else [(place[row[0]], *row[1:]) for row in rows if row[0] in place]
        for name, rows in held.items()
        if name not in {*SUMS, "joins"}
    }


_ADDED_UP = (
    "select bucket, site, sum(pageviews), sum(visits), sum(visitors), sum(bounces) from activity",
    "select bucket, site, path, sum(pageviews), sum(visits), sum(visitors) from pages",
    "select day, site, dimension, value, sum(pageviews), sum(visits), sum(visitors) from daily",
    "select day, site, bot, sum(hits), sum(bytes_sent) from bots",
)


def added_up(database: Path) -> list[list[tuple[Any, ...]]]:
    """What all ingests and joins come to, but for rows that come to nothing."""
    rows = [query(database, f"{sql} group by all order by all") for sql in _ADDED_UP]
    return [[row for row in table if any(row[-2:])] for table in rows]
