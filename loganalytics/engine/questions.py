# SPDX-License-Identifier: GPL-3.0-or-later
"""SQL that a user wrote, over a database that holds nothing personal.

The connection is confined first: it reads the open database and nothing else, whatever the
statement says. Here, and nowhere else, DuckDB's messages are passed on: they can quote only what
the user wrote and what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from loganalytics.engine import Connection, Row
from loganalytics.engine.failures import damage, failed, interruptible
from loganalytics.engine.library import duckdb
from loganalytics.errors import UsageError

LOCKED: Mapping[str, str | bool] = {
    "python_enable_replacements": False,  # a table's name would be looked up among our variables
    "allow_persistent_secrets": False,
    "enable_external_access": False,  # no other file, database or extension
    "disabled_filesystems": "LocalFileSystem",  # nor the open file, byte by byte
    "errors_as_json": True,
    "lock_configuration": True,  # the last: from now on nothing of this can be undone
}
_BROKEN = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException)
_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
T = TypeVar("T")
_BATCH = 1000  # rows that are fetched at once


class QueryError(UsageError):
    """A user's statement is wrong. `offset`: at which byte of it, None where that is unknown."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a statement, in batches as they come, and the names and types of its columns."""

    names: tuple[str, ...]
    types: tuple[str, ...]  # as DuckDB calls them: BIGINT, VARCHAR, DECIMAL(18,3), ...
    batches: Iterator[list[Row]]  # may raise what `ask` raises


def confine(connection: Connection, *, memory_limit: str, zone: str) -> None:
    """Leave nothing but reading the open database, for good.

    `zone`: in which times with a zone are shown and cut into days; the name of one that exists.
    """
    connection.set("memory_limit", memory_limit)
    connection.set("TimeZone", zone)
    for option, value in LOCKED.items():
        connection.set(option, value)


def ask(connection: Connection, text: str) -> Answer:
    """Run one reading statement on a confined connection.

    Raises `QueryError` for a text that is none or is wrong, `DatabaseError` for a damaged database.
    """
    raw, paths = connection._raw, connection._open.values()
    with _explained(paths):
        statements = raw.extract_statements(text)
    if len(statements) != 1:
        raise QueryError(f"one statement is needed; there are {len(statements) or 'none'}")
    if statements[0].type == duckdb.StatementType.MULTI:
        raise QueryError("a pivot must name its values, as in `pivot t on c in ('a', 'b')`")
    if statements[0].type not in _READING:
        raise QueryError(
            f"{statements[0].type.name.lower()} is not run here; there are select, from, with, "
            "values, describe, show, summarize and explain"
        )
    with _explained(paths):
        columns = _aside(raw, lambda: raw.execute(statements[0])).description or ()
    names, types = ([str(column[place]) for column in columns] for place in (0, 1))
    return Answer(tuple(names), tuple(types), _batches(raw, paths))


def _batches(raw: duckdb.DuckDBPyConnection, paths: Iterable[Path]) -> Iterator[list[Row]]:
    while True:
        with _explained(paths):
            rows = _aside(raw, lambda: raw.fetchmany(_BATCH))
        if not rows:
            return
        yield rows


def _aside(raw: duckdb.DuckDBPyConnection, work: Callable[[], T]) -> T:
    """Do the work in a thread of its own, so that this one is free to notice Ctrl-C.

    DuckDB looks for signals between pieces of work only, and one may last for hours.
    """
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            return working.result()
        except KeyboardInterrupt:
            raw.interrupt()
            raise


@contextmanager
def _explained(paths: Iterable[Path]) -> Iterator[None]:
    try:
        with interruptible():
            yield
    except _BROKEN as error:
        raise failed("that was given", error, paths) from None
    except duckdb.OutOfMemoryException:
        raise QueryError("it needs too much memory; ask for less at once") from None
    except duckdb.PermissionException:
        raise QueryError("nothing but the tables and views of the database can be read") from None
    except (OverflowError, ValueError):
        raise QueryError("a value is too large to be shown; cast it to varchar") from None
    except duckdb.Error as error:
        if damage(error):
            raise failed("that was given", error, paths) from None
        raise _query_error(str(error)) from None


def _query_error(text: str) -> QueryError:
    _, _, document = text.partition(": ")
    try:
        found = json.loads(document)
        message, place = str(found["exception_message"]), found.get("position")
    except (ValueError, KeyError, TypeError):
        message, place = text.partition("\n\n")[0], None
    message = " ".join(message.split()).replace("! ", "; ").rstrip("!")
    return QueryError(message, None if place is None else int(place))
