# SPDX-License-Identifier: GPL-3.0-or-later
"""The only importer of duckdb: confined connections that run SQL files by name.

Every connection is kept from writing beside its file, from loading extensions and from printing.
DuckDB's own messages quote the values they failed on, so none of them leaves this room: a failure
becomes an `EngineError` that names the statement and the kind of failure, nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from loganalytics.engine import heap
from loganalytics.engine.connection import BLOCK, NEVER, Connection, Row
from loganalytics.engine.failures import DamagedError, EngineError, NoDatabaseError, quiet
from loganalytics.engine.library import duckdb
from loganalytics.engine.patience import identity, patiently
from loganalytics.engine.statements import statement

CONFINED: Mapping[str, str | bool | int | float] = {
    # Short of memory, an in-memory DuckDB spills rows in clear to ./.tmp unless there is none.
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

__all__ = ["BLOCK", "CONFINED", "Connection", "DamagedError", "EngineError", "Row"]
__all__ += ["NoDatabaseError", "arrays", "columns", "database", "identity", "memory", "statement"]


def memory(*, memory_limit: str) -> Connection:
    """An in-memory database for one ingest; nothing of it can reach a disk.

    Beside it stands a second one, `packed`, whose tables may be compressed: see `Connection.pack`.
    A statement runs in the thread that calls it and in no other, so it meets rows in the order in
    which they were written. Cursors in several threads run side by side.
    """
    heap.keep_large_apart()
    with quiet("open memory"):
        raw = duckdb.connect(
            ":memory:",
            config={
                **CONFINED,
                "threads": 1,
                "memory_limit": memory_limit,
                "checkpoint_threshold": NEVER,
                # Of what is added to an attached file, five parts of 122,880 rows would stay in
                # memory until the transaction ends.
                "write_buffer_row_group_count": 1,
                # A join is done as written, the right side hashed: of a chunk that is still to be
                # read the optimizer knows no size, and would hash its lines to find them by agent.
                # Nor does it pay to sum before a join when nearly every row is a group of its own.
                "disabled_optimizers": "build_side_probe_side,partial_aggregate_pushdown",
            },
        )
        raw.execute("attach ':memory:' as packed (compress)")
    connection = Connection(raw, limit=memory_limit)
    connection.use("memory")
    return connection


def database(path: Path, *, read_only: bool, wait_s: float = 0) -> Connection:
    """Open a database file, waiting so many seconds while another process holds it.

    Raises `LockedError` if it still does then and `DatabaseError` where it is no database.
    """

    def opened() -> duckdb.DuckDBPyConnection:
        return duckdb.connect(str(path), read_only=read_only, config=dict(CONFINED))

    return Connection(patiently(wait_s, path, opened, lambda raw: raw.close()), path)


def arrays(rows: Sequence[Sequence[object]], width: int) -> list[list[object]]:
    """Turn rows into `width` columns, the shape that `unnest($column)` takes."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def columns(rows: Sequence[Sequence[object]], names: Sequence[str]) -> dict[str, list[object]]:
    """The same by name."""
    return dict(zip(names, arrays(rows, len(names)), strict=True))
