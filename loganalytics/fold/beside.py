# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs statements of the fold side by side: lines of statements that follow one another."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Executor, Future, wait

from loganalytics.engine import Connection
from loganalytics.fold.limits import MOST, MOST_NAMES
from loganalytics.timings import step

# Statements that follow one another: their names, some with what they are told besides.
Line = tuple[str | tuple[str, Mapping[str, object]], ...]

_PARAMETERS = {
    "viewed_once": ("parts", "part"),
    "neighbours": ("parts", "part"),
    "steps": ("parts", "part"),
    "visits": ("bucket_seconds", "parts", "part"),
    "facts": ("bucket_seconds",),
    "events": ("bucket_seconds", "k", "most_names", "most"),
    "errors": ("k", "most"),
    "bot_pages": ("most",),
    "bandwidth": ("most",),
    "recent": ("most",),
    "response_times": ("most",),
    "page_counts": ("shares", "share"),
    "day_views": ("shares", "share"),
    "visitor_values": ("slices", "slice", "shares", "share"),
    "common_values": ("k", "shares", "share"),
    "page_values": ("k", "slices", "slice", "shares", "share"),
    "thin_pairs": ("k",),
    "pair_counts": ("k", "of_pages", "slices", "slice"),
    "pair_doubts": ("k",),
    "pairs": ("k", "of_pages"),
}


class SideBySide:
    """Runs lines of statements in the threads of a pool. Use it in a `with`.

    The visitors are done in `parts`, each with temporary tables of its own that stay from one run
    to the next; days of sites in slices, whose temporary tables the next slice replaces. `threads`:
    as many as the pool has. `given`: what all statements are told.
    """

    def __init__(
        self,
        memory: Connection,
        pool: Executor,
        *,
        threads: int,
        parts: int,
        given: Mapping[str, object],
    ) -> None:
        self._pool = pool
        self._given = given
        self._parts = [memory.cursor() for _ in range(parts)]
        self._idle = deque(memory.cursor() for _ in range(threads))
        self._all = (*self._parts, *self._idle)
        self._at_work: list[Future[None]] = []
        self._ended = False

    def run(self, *lines: Line) -> None:
        """Run lines; returns when all have ended, or raises what the first failure is."""
        for line in lines:
            self._submit(line)
        self._wait()

    def run_parts(self, line: Line, *others: Line) -> None:
        """Run a line for each part of the visitors, and others besides."""
        parts = len(self._parts)
        for part, connection in enumerate(self._parts):
            self._submit(line, connection, parts=parts, part=part)
        self.run(*others)

    def run_slices(self, slices: Mapping[int, Sequence[Line]]) -> None:
        """Run the lines of each slice of the days of sites, by its number."""
        for number, lines in slices.items():
            for line in lines:
                self._submit(line, slices=len(slices), slice=number)
        self._wait()

    def _submit(self, line: Line, of_part: Connection | None = None, **given: object) -> None:
        self._at_work.append(self._pool.submit(self._run, line, of_part, given))

    def _run(self, line: Line, of_part: Connection | None, given: Mapping[str, object]) -> None:
        connection = of_part or self._idle.popleft()  # there is one for each thread
        try:
            with step("visits" if of_part else "sums"):
                for statement in line:
                    if self._ended:
                        return
                    name, besides = (statement, {}) if isinstance(statement, str) else statement
                    told = {
                        **self._given,
                        **given,
                        **besides,
                        "most": MOST.get(name),
                        "most_names": MOST_NAMES,
                    }
                    known = {key: told[key] for key in _PARAMETERS.get(name, ())}
                    connection.run(f"fold/{name}", **known)
        finally:
            if not of_part:
                self._idle.append(connection)

    def _wait(self) -> None:
        with step(None):
            wait(self._at_work, return_when=FIRST_EXCEPTION)
        for future in self._at_work:
            if future.done():
                future.result()
        self._at_work.clear()

    def __enter__(self) -> SideBySide:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        with step(None):  # a connection at work cannot be closed
            wait([future for future in self._at_work if not future.cancel()])
        for connection in self._all:
            connection.close()
