# SPDX-License-Identifier: GPL-3.0-or-later
"""Divides the memory that an ingest may take: chunks at work, views that wait to be folded."""

from __future__ import annotations

import os
from dataclasses import dataclass

from loganalytics.errors import UsageError

LEAST = 350_000_000  # bytes: below, the libraries leave too little
DEFAULT = 600_000_000  # bytes that are aimed at where nothing was asked for

# Measured, as the system sees it: resident memory and anonymous files.
_BASE = 200_000_000  # the interpreter, the libraries, the rules for agents
_LOOKED_UP = 60_000_000
_PER_CHUNK_BYTE = 5.8  # of a worker: its text, the fields cut from it, what the allocator keeps
_OF_FOLDING = 90_000_000  # and so much a view:
_PER_VIEW = 600
_PER_VALUE = 600  # a text that was looked up, in Python and in SQL
_CHUNKS = (2 << 20, 32 << 20)  # smaller ones cost time, larger ones save none
_LEAST_VIEWS = 100_000  # to fold fewer at a time saves nothing


@dataclass(frozen=True, slots=True)
class Budget:
    """What an ingest may take."""

    workers: int  # chunks at work at once
    chunk: int  # bytes of text
    views: int  # that wait to be folded
    values: int  # distinct texts that stay looked up
    limit: int  # bytes that DuckDB may take


def plan(memory: int | None, cores: int) -> Budget:
    """Divide so many bytes; None: aim at `DEFAULT`, but let a source that needs more have it.

    Raises `UsageError` below `LEAST`.
    """
    if memory is not None and memory < LEAST:
        raise UsageError(f"--memory: at least {LEAST // 1_000_000}MB are needed")
    aim = DEFAULT if memory is None else memory
    free = aim - _BASE
    workers = max(1, min(cores, 4, free // 100_000_000))
    chunk = int((free - _LOOKED_UP) / (workers * _PER_CHUNK_BYTE))
    views = (free - _LOOKED_UP - _OF_FOLDING) // _PER_VIEW
    return Budget(
        workers=workers,
        chunk=max(_CHUNKS[0], min(chunk, _CHUNKS[1])),
        views=max(views, _LEAST_VIEWS),
        values=_LOOKED_UP // _PER_VALUE,
        limit=free if memory is not None else _installed() * 3 // 5,
    )


def _installed() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
