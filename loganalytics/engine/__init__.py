# SPDX-License-Identifier: GPL-3.0-or-later
"""The only importer of duckdb: confined connections that run SQL files by name.

Every connection is kept from writing beside its file, from loading extensions and from printing.
DuckDB's own messages quote the values they failed on, so none of them leaves this room: a failure
becomes an `EngineError` that names the statement and the kind of failure, nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from loganalytics.engine import heap
from loganalytics.engine.failures import DamagedError, EngineError
from loganalytics.engine.failures import opening as _opening
from loganalytics.engine.failures import quiet as _quiet
from loganalytics.engine.library import duckdb
from loganalytics.engine.statements import parsed, statement
from loganalytics.errors import LockedError
from loganalytics.timings import step

CONFINED: Mapping[str, str | bool | int | float] = {
    # Short of memory, an in-memory DuckDB spills rows in clear to ./.tmp unless there is none.
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

__all__ = ["CONFINED", "Connection", "DamagedError", "EngineError", "Row", "arrays", "columns"]
__all__ += ["database", "identity", "memory", "statement"]

Row = tuple[Any, ...]
T = TypeVar("T")
_PAUSE_S = 0.1  # between two looks at a locked database
# From so much to be written on, DuckDB does not log it first: that is its default. A database in
# memory logs nothing, but would go through all its tables then, to free what was deleted from them.
# Here a table is replaced instead by what stays of it, which frees the rest at once.
_WRITTEN, _NEVER = "16MB", "1000TB"
# Of the usual 256 KB each column of a small database may take one, which made 7 MB.
BLOCK = 65_536  # bytes
_NEW = f" (block_size {BLOCK})"


class Connection:
    """One DuckDB connection. Close it, or use it in a `with`."""

    def __init__(
        self, raw: duckdb.DuckDBPyConnection, path: Path | None = None, *, limit: str = ""
    ) -> None:
        self._raw = raw
        self._limit = limit  # of an in-memory database with `packed` beside it; else ''
        self._open: dict[str, Path] = {} if path is None else {"": path}  # by their catalogs
        self._cursors: list[Connection] = []  # that are open
        self._beside: list[Connection] = []  # those of the connection that this is one of
        self.set("enable_progress_bar", False)  # a session's option: not taken at connect

    def run(self, name: str, /, **parameters: object) -> list[Row]:
        """Run `sql/NAME.sql` and return its rows."""
        return self._execute(statement(name), parameters, name)

    def columns(self, name: str, /, **parameters: object) -> tuple[list[str], list[Row]]:
        """Run `sql/NAME.sql` and return the names of its columns and its rows."""
        with _quiet(name, self._open.values()):
            result = self._run(statement(name), parameters)
            names = [column[0] for column in result.description or ()]
            return names, result.fetchall()

    def set(self, option: str, value: str | int | bool) -> None:
        """Set a DuckDB option. Both come from the program, never from a user's text."""
        literal = f"'{value}'" if isinstance(value, str) else str(value).lower()
        self._execute(f"set {option} = {literal}", {}, f"set {option}")

    def transaction(self, verb: str) -> None:
        """`begin`, `commit` or `rollback`."""
        if verb not in ("begin", "commit", "rollback"):
            raise ValueError(verb)
        self._execute(verb, {}, verb)

    def attach(self, path: Path, *, wait_s: float = 0) -> None:
        """Attach a database file as `db`. Waits and fails as `database` does."""
        self._attach(path, "db", "", wait_s)

    def attach_new(self, path: Path) -> None:
        """Make a database file and attach it as `db`."""
        self._attach(path, "db", _NEW, 0)

    def attach_old(self, path: Path, *, wait_s: float = 0) -> None:
        """Attach a database file as `old`, for reading: until it is detached nobody writes to it.

        Waits and fails as `database` does.
        """
        self._attach(path, "old", " (read_only)", wait_s)

    def _attach(self, path: Path, catalog: str, how: str, wait_s: float) -> None:
        there = identity(path) is not None  # what is made now holds nothing that could be damaged

        def attempt() -> None:
            self._raw.execute(f"attach {_literal(path)} as {catalog}{how}")
            self._written(catalog, _WRITTEN)

        _patiently(wait_s, path, attempt, lambda _: self.detach(catalog))
        if there:
            self._open[catalog] = path

    def detach(self, catalog: str = "db") -> None:
        """Detach `db` or `old`, folding the write-ahead log of `db` into the file."""
        self._execute(f"detach {_known(catalog)}", {}, "detach")
        self._open.pop(catalog, None)
        self._written(catalog, _NEVER)

    def _written(self, catalog: str, threshold: str) -> None:
        if self._limit and catalog == "db":
            self.set("checkpoint_threshold", threshold)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, or fail, as `detach` and `close` never do."""
        self._execute("checkpoint" if "" in self._open else "checkpoint db", {}, "checkpoint")

    def copy_to(self, path: Path, catalog: str = "db") -> None:
        """Copy all of `db` or `old`, as it is, into a new file, down to the disk."""
        self._execute(f"attach {_literal(path)} as kept{_NEW}", {}, "attach copy")
        try:
            self._execute(f"copy from database {_known(catalog)} to kept", {}, "copy")
            self._execute("checkpoint kept", {}, "checkpoint copy")
        finally:
            self._execute("detach kept", {}, "detach copy")

    def copy_schema(self) -> None:
        """Make in `db`, which must be empty, all tables and views of `old`, without rows."""
        self._execute("copy from database old to db (schema)", {}, "copy schema")

    def use(self, catalog: str) -> None:
        """Let unqualified names mean `db`, or what is in `memory` and `packed`."""
        if catalog == "memory":
            self._look_in("main")
        else:
            self._execute(f"use {_known(catalog)}", {}, f"use {catalog}")

    def cursor(self, schema: str = "main") -> Connection:
        """Another connection to the same database, with temporary tables of its own.

        Unqualified names mean what is in the schema, then in `main`, then in `packed`.
        """
        if schema != "main" and not self._limit:
            raise ValueError(schema)
        cursor = Connection(self._raw.cursor(), limit=self._limit)
        self._cursors.append(cursor)
        cursor._beside = self._cursors
        cursor._open = self._open
        if self._limit:
            cursor._look_in(schema)
        return cursor

    def _look_in(self, schema: str) -> None:
        first = "" if schema == "main" else f"memory.{schema},"
        self.set("search_path", f"{first}memory.main,packed.main")

    def pack(self) -> None:
        """Compress the rows of tables in `packed`; those that come later stay as they are."""
        self._execute("checkpoint packed", {}, "pack")

    def give_back(self) -> None:
        """Give the system what is kept of what is gone, of an in-memory database.

        No statement may run, and no transaction be open here: it would be lost.
        """
        with _quiet("give back"):
            heap.give_back(self._raw, self._limit)

    def interrupt(self) -> None:
        """Let what runs here, or on a cursor, in other threads fail with `KeyboardInterrupt`."""
        self._raw.interrupt()
        for cursor in self._cursors.copy():  # others may be made meanwhile
            cursor.interrupt()

    def close(self) -> None:
        """Close; safe to call twice."""
        self._raw.close()
        if self in self._beside:
            self._beside.remove(self)

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _execute(self, text: str, parameters: Mapping[str, object], name: str) -> list[Row]:
        with _quiet(name, self._open.values()):
            return self._run(text, parameters).fetchall()

    def _run(self, text: str, parameters: Mapping[str, object]) -> duckdb.DuckDBPyConnection:
        *others, last = parsed(self._raw, text)
        for each in others:
            self._raw.execute(each)
        return self._raw.execute(last, parameters or None)


def memory(*, memory_limit: str) -> Connection:
    """An in-memory database for one ingest; nothing of it can reach a disk.

    Beside it stands a second one, `packed`, whose tables may be compressed: see `Connection.pack`.
    A statement runs in the thread that calls it and in no other, so it meets rows in the order in
    which they were written. Cursors in several threads run side by side.
    """
    heap.keep_large_apart()
    with _quiet("open memory"):
        raw = duckdb.connect(
            ":memory:",
            config={
                **CONFINED,
                "threads": 1,
                "memory_limit": memory_limit,
                "checkpoint_threshold": _NEVER,
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

    return Connection(_patiently(wait_s, path, opened, lambda raw: raw.close()), path)


def _patiently(
    wait_s: float, path: Path, attempt: Callable[[], T], give_back: Callable[[T], None]
) -> T:
    end = time.monotonic() + wait_s
    while True:
        there = identity(path)
        try:
            with _opening(path):
                opened = attempt()
        except LockedError:
            if time.monotonic() >= end:
                raise
            with step("waiting"):
                time.sleep(_PAUSE_S)
            continue
        # Between opening a file and locking it another process may have put a new one in its place
        # (see ops/rewrite.py). What is written to the old one is lost, so open it again.
        if there is None or there == identity(path):
            return opened
        give_back(opened)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one that gets its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _known(catalog: str) -> str:
    if catalog not in ("db", "old", "memory"):
        raise ValueError(catalog)
    return catalog


def arrays(rows: Sequence[Sequence[object]], width: int) -> list[list[object]]:
    """Turn rows into `width` columns, the shape that `unnest($column)` takes."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def columns(rows: Sequence[Sequence[object]], names: Sequence[str]) -> dict[str, list[object]]:
    """The same by name."""
    return dict(zip(names, arrays(rows, len(names)), strict=True))
