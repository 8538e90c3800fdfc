# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection that runs SQL files by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from loganalytics.engine import heap
from loganalytics.engine.failures import EngineError, quiet
from loganalytics.engine.library import duckdb
from loganalytics.engine.patience import identity, patiently
from loganalytics.engine.statements import parsed, statement

Row = tuple[Any, ...]
# From so much to be written on, DuckDB does not log it first: that is its default. A database in
# memory logs nothing, but would go through all its tables then, to free what was deleted from them.
# Here a table is replaced instead by what stays of it, which frees the rest at once.
_WRITTEN, NEVER = "16MB", "1000TB"
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
        with quiet(name, self._open.values()):
            result = self._run(statement(name), parameters)
            names = [column[0] for column in result.description or ()]
            return names, result.fetchall()

    def set(self, option: str, value: str | int | bool) -> None:
        """Set a DuckDB option. Both come from the program, never from a user's text."""
        literal = f"'{value}'" if isinstance(value, str) else str(value).lower()
        self._execute(f"set {option} = {literal}", {}, f"set {option}")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is read or written in a `with` of it is as of one moment; a failure undoes it."""
        self._execute("begin", {}, "begin")
        try:
            yield
            self._execute("commit", {}, "commit")
        except BaseException:
            with suppress(EngineError):  # a failed commit leaves nothing to roll back
                self._execute("rollback", {}, "rollback")
            raise

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

        patiently(wait_s, path, attempt, lambda _: self.detach(catalog))
        if there:
            self._open[catalog] = path

    def detach(self, catalog: str = "db") -> None:
        """Detach `db` or `old`, folding the write-ahead log of `db` into the file."""
        self._execute(f"detach {_known(catalog)}", {}, "detach")
        self._open.pop(catalog, None)
        self._written(catalog, NEVER)

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
        with quiet("give back"):
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
        with quiet(name, self._open.values()):
            return self._run(text, parameters).fetchall()

    def _run(self, text: str, parameters: Mapping[str, object]) -> duckdb.DuckDBPyConnection:
        *others, last = parsed(self._raw, text)
        for each in others:
            self._raw.execute(each)
        return self._raw.execute(last, parameters or None)


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _known(catalog: str) -> str:
    if catalog not in ("db", "old", "memory"):
        raise ValueError(catalog)
    return catalog
