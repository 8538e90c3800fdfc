# SPDX-License-Identifier: GPL-3.0-or-later
"""Chunks at work, several at once, whose results are taken in the order in which they were read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

from loganalytics.parse.parser import Worker
from loganalytics.sources import Chunk

T = TypeVar("T")


class AtWork(Generic[T]):
    """The chunks of a source that workers are at, each in a thread. Use it in a `with`.

    Its length is how many they are. Where the `with` ends it waits until all workers have nothing
    to do: after a failure, or if what was read ahead does not matter.
    """

    def __init__(self, pool: ThreadPoolExecutor, workers: Sequence[Worker]) -> None:
        self._pool = pool
        self._idle = deque(workers)
        self._begun: deque[tuple[Chunk, Worker, Future[T]]] = deque()

    @property
    def full(self) -> bool:
        """Whether each worker has a chunk."""
        return not self._idle

    @property
    def idle(self) -> Worker:
        """The worker that the next chunk is for, if not all have one."""
        return self._idle[0]

    def begin(self, chunk: Chunk, work: Callable[[Worker], T]) -> None:
        """Let the worker that is idle work on the chunk that it was given."""
        future = self._pool.submit(work, self._idle[0])
        self._begun.append((chunk, self._idle.popleft(), future))

    def oldest(self) -> tuple[Chunk, T]:
        """Wait for the chunk that was begun first. What its work raised is raised here."""
        chunk, worker, future = self._begun[0]
        result = future.result()
        self._begun.popleft()
        self._idle.append(worker)
        return chunk, result

    def __len__(self) -> int:
        return len(self._begun)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _chunk, _worker, future in self._begun:
            if not future.cancel():
                future.exception()
