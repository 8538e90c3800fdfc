# SPDX-License-Identifier: GPL-3.0-or-later
"""What libraries keep of memory that is free, and how they are brought to let go of it."""

from __future__ import annotations

from contextlib import suppress

from loganalytics.engine.library import duckdb


def give_back(raw: duckdb.DuckDBPyConnection, limit: str) -> None:
    """Give the system what DuckDB and the C library keep. `limit`: that of memory, as it is set.

    No statement may run, and no transaction be open on this connection: it would be lost.
    """
    try:
        _forget_blocks(raw)
    finally:
        # Whenever its limit is set, and be it to what it was, DuckDB looks for what it may free.
        raw.execute(f"set memory_limit = '{limit}'")
    _trim()


def _forget_blocks(raw: duckdb.DuckDBPyConnection) -> None:
    """Let DuckDB forget the blocks of memory that are gone.

    It has a note of each block that it may evict, of some 300 bytes, and drops those of blocks that
    are gone only behind 32,768 of them, or when it is short of memory: when the limit is set to
    what cannot be. The limit stays as it was, unless nothing at all is held: then it is 1 byte.
    """
    with suppress(duckdb.OutOfMemoryException):
        raw.execute("set memory_limit = '1B'")


def _trim() -> None:
    """Let the C library give the system what is free. One that is not glibc is not asked."""
    import ctypes

    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)
