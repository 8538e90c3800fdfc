# SPDX-License-Identifier: GPL-3.0-or-later
"""Two pieces of work side by side: what they return, and what they raise."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from loganalytics import engine
from loganalytics.engine.failures import interruptible
from loganalytics.reports.beside import beside


def nothing() -> None:
    """Stop what needs no stop."""


def fail(error: BaseException) -> int:
    raise error


def test_both_run_at_once_the_first_in_a_thread_of_its_own() -> None:
    met = threading.Barrier(2, timeout=10)

    def work() -> threading.Thread:
        met.wait()  # one alone would wait in vain
        return threading.current_thread()

    aside, here = beside(work, work, nothing)
    assert here is threading.current_thread()
    assert aside is not here
    assert not aside.is_alive()


@pytest.mark.parametrize("error", [ValueError("aside"), KeyboardInterrupt()])
def test_what_the_first_raises_is_raised_here(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        beside(lambda: fail(error), lambda: 1, nothing)
    assert raised.value is error


def test_where_the_second_fails_the_first_is_stopped_and_ends_before_it_is_raised() -> None:
    stopped = threading.Event()
    ended = []

    def aside() -> int:
        assert stopped.wait(10)
        ended.append(True)
        return 1

    with pytest.raises(KeyError):
        beside(aside, lambda: fail(KeyError()), stopped.set)
    assert ended == [True]


@pytest.mark.parametrize("at", ["aside", "here"])
def test_ctrl_c_stops_the_statements_of_both_at_once(at: str) -> None:
    endless = "select count(*) from range(1000000000) a, range(1000) b where hash(a, b) % 7 = 3"
    with engine.memory(memory_limit="100MB") as memory, memory.cursor() as cursor:
        slow = cursor.cursor() if at == "aside" else memory
        timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))

        def wait() -> int:
            with interruptible():
                slow._raw.execute(endless)
            return 1

        one, other = (wait, lambda: 1) if at == "aside" else (lambda: 1, wait)
        started = time.monotonic()
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            beside(one, other, cursor.interrupt)
        assert time.monotonic() - started < 20
