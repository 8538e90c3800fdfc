# SPDX-License-Identifier: GPL-3.0-or-later
"""What libraries keep of memory that is free, and how they are brought to let go of it."""

from __future__ import annotations

from contextlib import suppress

from loganalytics.engine.library import duckdb

_M_MMAP_THRESHOLD = -3  # of malloc.h
_LARGE = 1 << 18  # bytes: what is smaller is asked for often


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


def keep_large_apart() -> None:
    """Let the C library give the system each large piece of memory as soon as it is free.

    Otherwise it holds what the first of them was for more of its size, as it holds small ones; with
    the pieces of chunks among them, what is free lies in between, and takes half as much again.
    """
    _tell_c_library("mallopt", _M_MMAP_THRESHOLD, _LARGE)


def _forget_blocks(raw: duckdb.DuckDBPyConnection) -> None:
    """Let DuckDB forget the blocks of memory that are gone.

    It has a note of each block that it may evict, of some 300 bytes, and drops those of blocks that
    are gone only behind 32,768 of them, or when it is short of memory: when the limit is set to
    what cannot be. The limit stays as it was, unless nothing at all is held: then it is 1 byte.
    """
    with suppress(duckdb.OutOfMemoryException):
        raw.execute("set memory_limit = '1B'")


def _trim() -> None:
    _tell_c_library("malloc_trim", 0)


def _tell_c_library(name: str, *numbers: int) -> None:
    """Call a function of glibc; another C library is not asked."""
    import ctypes

    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*numbers)
