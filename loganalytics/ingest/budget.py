# SPDX-License-Identifier: GPL-3.0-or-later
"""Divides the memory that an ingest may take: chunks at work, views that wait to be folded."""

from __future__ import annotations

import os
from dataclasses import dataclass

from loganalytics.errors import UsageError

LEAST = 256_000_000  # bytes: below, the libraries leave too little
_DEFAULT = 298_000_000  # bytes that are aimed at where nothing was asked for,
_DEFAULT_PER_WORKER = 60_000_000  # and for each worker

# Measured, on logs of 1 to 20 million lines, as the system sees it: resident memory.
_BASE = 188_000_000  # the interpreter, the libraries, the rules for agents, sums
_OUTSIDE = 138_000_000  # of that, what DuckDB does not count
_MOST_WORKERS = 4
_LEAST_PER_WORKER = 80_000_000  # with less, fewer workers are as fast
_PER_WORKER = 25_000_000
_PER_CHUNK_BYTE = 1.5  # of a worker: its text and the fields cut from it
_PER_FOLD = 4_500_000  # however few views there are
_PER_VIEW = 130  # that waits; when it is folded, no chunk is in memory, and no rules for agents
_PER_FOLDED_VIEW = 300
_PER_VALUE = 400  # a text that was looked up, in Python and in SQL
_PER_FOLDED_VALUE = 600
_CHUNKS = (2 << 20, 20 << 20)  # smaller ones cost time, larger ones save little
_MOST_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Budget:
    """What an ingest may take."""

    workers: int  # chunks at work at once
    chunk: int  # bytes of text
    views: int  # that wait to be folded
    values: int  # distinct texts that stay looked up
    limit: int  # bytes that DuckDB may take

    def held(self, views: int, values: int) -> int:
        """Bytes that so many views and texts take by the time they are folded."""
        return views * _PER_FOLDED_VIEW + values * _PER_FOLDED_VALUE


def plan(memory: int | None, cores: int) -> Budget:
    """Divide so many bytes; None: aim at the default, but let a source that needs more have it.

    Raises `UsageError` below `LEAST`.
    """
    if memory is not None and memory < LEAST:
        raise UsageError(f"--memory: at least {LEAST // 1_000_000}MB are needed")
    workers = min(cores, _MOST_WORKERS)
    if memory is None:
        aim = _DEFAULT + workers * _DEFAULT_PER_WORKER
    else:
        aim = memory
        workers = max(1, min(workers, (aim - _BASE) // _LEAST_PER_WORKER))
    free = aim - _BASE - workers * _PER_WORKER
    values = min(free // 3 // _PER_VALUE, _MOST_VALUES)
    free -= values * _PER_VALUE
    of_views = free * 4 // 7
    chunk = int((free - of_views) / (workers * _PER_CHUNK_BYTE))
    return Budget(
        workers=workers,
        chunk=max(_CHUNKS[0], min(chunk, _CHUNKS[1])),
        views=(of_views - _PER_FOLD) // _PER_VIEW,
        values=values,
        limit=aim - _OUTSIDE if memory is not None else _installed() * 3 // 5,
    )


def _installed() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
