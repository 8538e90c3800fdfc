# SPDX-License-Identifier: GPL-3.0-or-later
"""Two pieces of work side by side: what they return, and what they raise."""

from __future__ import annotations

import threading

import pytest

from loganalytics.reports.beside import beside


def fail(error: BaseException) -> int:
    raise error


def test_both_run_at_once_the_first_in_a_thread_of_its_own() -> None:
    met = threading.Barrier(2, timeout=10)

    def work() -> threading.Thread:
        met.wait()  # one alone would wait in vain
        return threading.current_thread()

    aside, here = beside(work, work)
    assert here is threading.current_thread()
    assert aside is not here
    assert not aside.is_alive()


@pytest.mark.parametrize("error", [ValueError("aside"), KeyboardInterrupt()])
def test_what_the_first_raises_is_raised_here(error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        beside(lambda: fail(error), lambda: 1)
    assert raised.value is error


def test_what_the_second_raises_is_raised_when_the_first_has_ended() -> None:
    ended = threading.Event()
    may_end = threading.Timer(0.05, ended.set)

    def aside() -> int:
        may_end.start()
        assert ended.wait(10)
        return 1

    with pytest.raises(KeyError):
        beside(aside, lambda: fail(KeyError()))
    assert ended.is_set()
