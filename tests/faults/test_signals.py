# SPDX-License-Identifier: GPL-3.0-or-later
"""A signal ends an ingest at once and cleanly, whenever it comes."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from tests.faults.trials import Trials, beside, broken
from tests.logs import everything, large, many, query, write

pytestmark = pytest.mark.soak
SAID = {
    "loganalytics: interrupted\n",
    "loganalytics: interrupted; each source was added whole or not at all: run the same command"
    " again\n",
}


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_step_ends_the_run_and_keeps_whole_ingests(
    trials: Trials, tmp_path: Path, kind: signal.Signals, there: bool, points: int
) -> None:
    paths = [write(tmp_path / f"{n}.log", many(40, start=1000 * n)) for n in range(1, 3)]
    paths.append(write(tmp_path / "large.log", large(start=5000)))
    folder = tmp_path / "db"
    folder.mkdir()
    database = folder / "book.duckdb"
    if there:
        assert trials.run("ingest", "--db", database, write(tmp_path / "a", many(9))).code == 0
    before = database.read_bytes() if there else b""
    arguments = ("ingest", "--db", database, *paths)
    steps = trials.steps(*arguments)
    whole = everything(database)
    chance = random.Random(points)
    for at in chance.sample(range(len(steps)), points // 6):
        database.unlink(missing_ok=True)
        if there:
            database.write_bytes(before)
        ended = trials.run(*arguments, at=at, do=("signal", int(kind)))
        point = (at, steps[at].name)
        assert ended.code == 130, (point, ended)
        assert ended.stdout == "", point
        lines = ended.stderr.splitlines(keepends=True)
        assert lines[-1] in SAID, (point, lines)
        assert "Traceback" not in ended.stderr, (point, lines)
        assert not broken(database), point
        assert beside(database) == [], point
        stored = [row for (row,) in query(database, "select source from ingests order by all")]
        told = [path.name for path in paths if path.name in ended.stderr]
        assert set(told) <= set(stored), point
        assert trials.run(*arguments).code == 0
        assert everything(database) == whole, point
