# SPDX-License-Identifier: GPL-3.0-or-later
"""`ingest --timings`: where the time went."""

from __future__ import annotations

import gzip
import threading
import time
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pytest

from loganalytics import engine
from loganalytics.cli import ingest as command
from loganalytics.cli.timings import MEANING
from loganalytics.fold import beside
from tests.conftest import Ingest, Run
from tests.logs import many, text, write

STEPS = [
    "start", "reading", "ledger", "cutting", "agents", "hosts", "targets", "referrers",
    "countries", "pixel", "counting", "earlier", "visits", "sums", "storing", "waiting", "end",
]  # fmt: skip
CORES = 2
THREADS = CORES + 1  # workers, and the one that reads
ROUNDED = 0.0005 * (len(STEPS) + THREADS)
TITLE = "Where the time went"


class Clock(threading.local):
    now = 0.0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write(tmp_path / "access.log", many(3000))


@pytest.fixture(autouse=True)
def _cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_cores", lambda: CORES)


def sound(timings: dict[str, Any]) -> None:
    """No more was measured than so many threads can have spent."""
    assert list(timings) == [*STEPS, "wall_s", "cpu_s"]
    assert all(seconds >= 0 for seconds in timings.values())
    together = sum(timings[step] for step in STEPS)
    assert together <= THREADS * timings["wall_s"] + ROUNDED
    for step in ("start", "cutting", "counting"):  # none of them is done in half a millisecond
        assert timings[step] > 0, step


def test_nothing_is_measured_unless_asked_for(run: Run, ingest: Ingest, log: Path) -> None:
    assert "timings" not in ingest("--dry-run", log)
    assert TITLE not in run("ingest", log).output


@pytest.mark.parametrize("given", ["file", "gz", "stdin", "several", "dry run", "little memory"])
def test_steps_are_disjoint_however_the_lines_come(
    ingest: Ingest, tmp_path: Path, log: Path, given: str
) -> None:
    packed = tmp_path / "access.log.2.gz"
    packed.write_bytes(gzip.compress(text(many(3000, start=3000))))
    arguments: list[object] = {
        "file": [log],
        "gz": [packed],
        "stdin": ["-"],
        "several": [log, packed],
        "dry run": ["--dry-run", log],
        "little memory": ["--memory", "256MB", log],
    }[given]
    standard_input = log.read_bytes() if given == "stdin" else None
    timings = ingest("--timings", *arguments, input=standard_input)["timings"]
    sound(timings)
    assert timings["storing"] > 0 or given == "dry run"


def test_steps_of_all_sources_are_added_up(ingest: Ingest, tmp_path: Path, log: Path) -> None:
    more = [write(tmp_path / f"{n}.log", many(10, start=9000 + 10 * n)) for n in range(3)]
    document = ingest("--timings", log, *more)
    sound(document["timings"])
    seconds = [source["seconds"] for source in document["sources"]]
    assert document["timings"]["wall_s"] + ROUNDED >= sum(seconds)


def test_every_statement_counts_for_one_step_once(
    ingest: Ingest, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = [write(tmp_path / f"{n}.log", many(10, start=9000 + 10 * n)) for n in range(3)]
    # By clocks that go on in a thread only when it runs a statement, or waits for others to.
    clock, run = Clock(), []
    execute = engine.Connection._execute

    def a_second_each(connection: engine.Connection, text: str, *more: Any) -> list[Any]:
        run.append(text)
        clock.now += 1
        return execute(connection, text, *more)

    def a_day(futures: list[Any], **how: Any) -> None:
        clock.now += 86_400
        wait(futures, **how)

    monkeypatch.setattr(engine.Connection, "_execute", a_second_each)
    monkeypatch.setattr(beside, "wait", a_day)
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    timings = ingest("--timings", log, *small)["timings"]
    assert sum(timings[step] for step in STEPS) == len(run) > 100


def test_a_failed_source_is_measured_too(ingest: Ingest, tmp_path: Path, log: Path) -> None:
    sound(ingest("--timings", tmp_path / "gone.log", log, code=3)["timings"])


def test_people_get_a_table_on_stderr(run: Run, log: Path) -> None:
    result = run("ingest", "--timings", log, COLUMNS="80")
    assert result.stdout == ""
    _, _, table = result.stderr.partition(TITLE)
    rows = [line.split() for line in table.strip().splitlines()[1:]]
    steps = [row for row in rows if row[0] in STEPS]
    assert [row[0] for row in steps] == [step for step in STEPS if step in {row[0] for row in rows}]
    assert [" ".join(row[:2]).split(" 0.")[0].split()[0] for row in rows[len(steps) :]] == [
        "=", "wall", "CPU",
    ]  # fmt: skip
    assert sum(float(row[2].rstrip("%")) for row in steps) == pytest.approx(100, abs=1)
    together = float(rows[len(steps)][2])
    assert sum(float(row[1]) for row in steps) == pytest.approx(together, abs=ROUNDED)
    assert "they may exceed the clock" in table


def test_quiet_is_quiet_about_the_time_too(run: Run, log: Path) -> None:
    assert run("ingest", "--timings", "--quiet", log).output == ""


def test_every_step_is_explained() -> None:
    assert list(MEANING) == STEPS
