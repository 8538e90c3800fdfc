# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps are measured without gaps, overlaps or leftovers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from loganalytics.timings import Timings, step

Pass = Callable[[float], None]


@pytest.fixture
def passing(monkeypatch: pytest.MonkeyPatch) -> Pass:
    """A clock that stands still but for the seconds that are said to pass."""
    now = 1000.0

    def passing(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time, "perf_counter", lambda: now)
    return passing


def taken(timings: Timings) -> dict[str, float]:
    return {name: seconds for name, seconds in timings.steps.items() if seconds}


def test_an_inner_step_holds_the_outer_one(passing: Pass) -> None:
    @step("agents")
    def look_up() -> None:
        passing(4)
        with step("counting"):
            passing(8)

    with Timings() as timings:
        passing(1)
        with step("counting"):
            passing(2)
            look_up()
            passing(16)
        passing(32)
        assert taken(timings) == {"counting": 26, "agents": 4}
        assert timings.wall_s == 63


def test_time_that_is_spent_waiting_for_other_threads_is_no_step(passing: Pass) -> None:
    with Timings() as timings, step("sums"):
        passing(1)
        with step(None):
            passing(2)
        passing(4)
    assert taken(timings) == {"sums": 5}


def test_steps_of_threads_side_by_side_are_added_up(passing: Pass) -> None:
    both = threading.Barrier(2, timeout=10)

    def work() -> None:
        with step("cutting"):
            both.wait()
            both.wait()

    with Timings() as timings:
        other = threading.Thread(target=work)
        other.start()
        with step("reading"):
            both.wait()
            passing(3)
            both.wait()
        other.join()
    assert taken(timings) == {"cutting": 3, "reading": 3}


def test_a_step_that_fails_has_ended(passing: Pass) -> None:
    def fail() -> None:
        with step("reading"):
            passing(1)
            raise ValueError("no")

    with Timings() as timings:
        with pytest.raises(ValueError, match="no"):
            fail()
        passing(2)
    assert taken(timings) == {"reading": 1}


def test_nothing_is_kept_where_nothing_is_measured(passing: Pass) -> None:
    with step("reading"):
        passing(1)
    with Timings() as timings:
        pass
    with step("reading"):
        passing(1)
    assert taken(timings) == {}
