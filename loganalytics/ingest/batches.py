# SPDX-License-Identifier: GPL-3.0-or-later
"""Small logs cut as one chunk, and counted once it is known what is new of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Marks, Worker

# Told what the ledger knows the lines of the logs by, says how many of the first lines of which log
# are not to be counted; None if nothing is.
Judge = Callable[[Sequence[Marks]], Mapping[int, int] | None]


class Batches:
    """The batches that workers are at, each in a thread. Close it in any case."""

    def __init__(self, pool: ThreadPoolExecutor, workers: Iterable[Worker]) -> None:
        self._pool = pool
        self._idle = deque(workers)
        self._cut: deque[tuple[Worker, Future[list[Marks]], Judge]] = deque()
        self._counted: deque[tuple[Worker, Future[int]]] = deque()

    def begin(
        self,
        logs: Sequence[Sequence[bytes | memoryview]],
        log_format: Format,
        first: int,
        judge: Judge,
    ) -> None:
        """Cut logs, numbered from `first` on, in a thread. They are judged in the order begun."""
        while not self._idle:
            self._wait()
        self._idle[0].take(*logs)
        cutting = self._pool.submit(self._idle[0].marks, log_format, first)
        self._cut.append((self._idle.popleft(), cutting, judge))

    def finish(self) -> None:
        """Wait until all are counted."""
        while self._cut or self._counted:
            self._wait()

    def close(self) -> None:
        """Wait until all workers have nothing to do, whatever becomes of what they do."""
        begun: list[Future[list[Marks]] | Future[int]] = [each[1] for each in self._cut]
        begun += [each[1] for each in self._counted]
        for future in begun:
            if not future.cancel():
                future.exception()

    def _judge(self) -> None:
        worker, cutting, judge = self._cut[0]
        known = judge(cutting.result())
        if known is None:
            self._idle.append(worker)
        else:
            self._counted.append((worker, self._pool.submit(_count, worker, known)))
        self._cut.popleft()

    def _wait(self) -> None:
        """Let what was cut be counted; where all is, wait for what was begun first."""
        if self._cut:
            self._judge()
        else:
            worker, counting = self._counted[0]
            counting.result()
            self._counted.popleft()
            self._idle.append(worker)


def _count(worker: Worker, known: Mapping[int, int]) -> int:
    worker.forget(known)
    return worker.count()
