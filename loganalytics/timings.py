# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the time of a run goes, by step.

A function says which step it is, `@step("reading")`, and so may a block, `with step("waiting")`.
That costs a look at one name unless a `Timings` is running. A thread is in one step at a time: a
step inside another holds the outer one, so that no moment of a thread is counted twice.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, Self, get_args

Step = Literal[
    "start",
    "reading",
    "ledger",
    "cutting",
    "agents",
    "hosts",
    "targets",
    "referrers",
    "countries",
    "pixel",
    "counting",
    "earlier",
    "visits",
    "sums",
    "storing",
    "waiting",
    "end",
]
STEPS: tuple[Step, ...] = get_args(Step)

_running: Timings | None = None


class Timings:
    """The seconds of each step, of all threads, from entering the `with` to leaving it.

    What threads do side by side is added up. Only one can run in a process at a time.
    """

    def __init__(self) -> None:
        self._seconds = dict.fromkeys(STEPS, 0.0)
        self._adding = threading.Lock()
        self._thread = _Thread()
        self._began = self._cpu_before = 0.0

    @property
    def steps(self) -> Mapping[Step, float]:
        """Seconds of each step that have ended, in the order of `STEPS`."""
        with self._adding:
            return dict(self._seconds)

    @property
    def wall_s(self) -> float:
        """Seconds by the clock since the beginning."""
        return time.perf_counter() - self._began

    @property
    def cpu_s(self) -> float:
        """Seconds that processors have worked for this process since the beginning."""
        return time.process_time() - self._cpu_before

    def __enter__(self) -> Self:
        global _running
        self._began, self._cpu_before = time.perf_counter(), time.process_time()
        _running = self
        return self

    def __exit__(self, *_: object) -> None:
        global _running
        _running = None

    @contextmanager
    def measure(self, step: Step | None) -> Iterator[None]:
        """Count what is done inside as this step, or as none."""
        thread = self._thread
        outer = thread.step
        self._turn_to(step)
        try:
            yield
        finally:
            self._turn_to(outer)

    def _turn_to(self, step: Step | None) -> None:
        thread, now = self._thread, time.perf_counter()
        if thread.step is not None:
            with self._adding:
                self._seconds[thread.step] += now - thread.since
        thread.step, thread.since = step, now


class _Thread(threading.local):
    """What a thread is at, and since when."""

    step: Step | None = None
    since = 0.0


@contextmanager
def step(name: Step | None) -> Iterator[None]:
    """Count a function or a block as a step; None: as no step, for who waits for other threads."""
    timings = _running
    if timings is None:
        yield
    else:
        with timings.measure(name):
            yield
