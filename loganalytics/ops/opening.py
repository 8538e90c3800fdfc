# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens a database so that nobody writes to it meanwhile, and all may read it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError
from loganalytics.model import Settings
from loganalytics.store import settings_of

WAIT_S = 5.0  # for a locked database, where the command line does not say how long
_MEMORY = "1GB"


@dataclass(frozen=True, slots=True)
class Old:
    """A database that is open for reading, as `old`, beside an empty in-memory one."""

    connection: Connection
    path: Path  # of the file itself, where a link leads
    settings: Settings
    meta: Mapping[str, str]


@contextmanager
def opened(path: Path, wait_s: float = WAIT_S) -> Iterator[Old]:
    """Open a database of loganalytics.

    Raises `DatabaseError` where there is none, `LockedError` if it is written to for `wait_s`.
    """
    real = existing(path)
    with engine.memory(memory_limit=_MEMORY) as connection:
        connection.attach_old(real, wait_s=wait_s)
        yield read(connection, real)


def existing(path: Path, advice: str = "run `loganalytics ingest` first") -> Path:
    """The file that a path leads to. Raises `DatabaseError`, with advice, where there is none."""
    real = Path(os.path.realpath(path))
    try:
        if real.is_file():
            return real
    except OSError as error:
        raise DatabaseError(f"{path}: cannot be read ({error.strerror})") from None
    if real.is_dir():
        raise DatabaseError(f"{path} is a folder; name the database in it")
    raise DatabaseError(f"{path} does not exist; {advice}")


def read(connection: Connection, path: Path) -> Old:
    """What is attached as `old`. Raises `DatabaseError` where it is none of ours.

    Statements read its later tables by views such as old_joins, empty where an earlier version made
    the database: these are made here.
    """
    tables = {name for (name,) in connection.run("ops/tables")}
    rows = connection.run("ops/settings") if "meta" in tables else []
    connection.run("ops/joins" if "joins" in tables else "ops/no_joins")
    connection.run("ops/requests" if "errors" in tables else "ops/no_requests")
    connection.run("ops/sums" if "summed" in tables else "ops/no_sums")
    connection.run("ops/day_sums" if "summed_days" in tables else "ops/no_day_sums")
    timed = "response_times" in tables
    connection.run("ops/response_times" if timed else "ops/no_response_times")
    return Old(connection, path, settings_of(rows, path), dict(rows))
