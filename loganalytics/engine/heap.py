# SPDX-License-Identifier: GPL-3.0-or-later
"""What libraries keep of memory that is free, and how they are brought to let go of it."""

from __future__ import annotations

import ctypes
from contextlib import suppress

from loganalytics.engine.library import duckdb


def forget_blocks(raw: duckdb.DuckDBPyConnection) -> None:
    """Let DuckDB forget the blocks of memory that are gone. No statement may run.

    It has a note of each block that it may evict, of some 300 bytes, and drops those of blocks that
    are gone only behind 32,768 of them, or when it is short of memory: when the limit is set to
    what cannot be. The limit stays as it was, unless nothing at all is held: set it again.
    """
    with suppress(duckdb.OutOfMemoryException):
        raw.execute("set memory_limit = '1B'")


def trim() -> None:
    """Let the C library give the system what is free. One that is not glibc is not asked."""
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)
