# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of earlier versions: they get what they lack, and are kept as they were before."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from loganalytics import __version__, engine
from loganalytics.engine import Connection
from loganalytics.leftovers import remove, take_place, unfinished


def before_upgrade(path: Path) -> Path:
    """Where a database is kept as it was before this version brought it up."""
    return path.with_name(f"{path.name}.before-{__version__}")


@contextmanager
def old_kept(memory: Connection, path: Path, catalog: str = "db") -> Iterator[bool]:
    """Whether the database at `path` is of an earlier version: then a copy of it is kept.

    `catalog`: as what it is attached, `db` or `old`. The copy has mode 0600; it is not made if this
    version has kept one before, and goes if what is done inside fails. Raises `EngineError` where
    it cannot be written.
    """
    if _is_current(memory, catalog):
        yield False
        return
    kept = before_upgrade(path)
    if kept.exists():
        yield True
        return
    _keep(memory, kept, catalog)
    try:
        yield True
    except Exception:  # not where a signal came: the database may have been brought up by then
        with suppress(OSError):
            remove(kept)
        raise


def _keep(memory: Connection, kept: Path, catalog: str) -> None:
    made = unfinished(kept)
    try:
        remove(made)
        memory.copy_to(made, catalog)
        os.chmod(made, 0o600)
        take_place(made, kept)
    except OSError as error:
        raise engine.EngineError("copy", error.strerror or "") from None
    finally:
        with suppress(OSError):
            remove(made)


def make_schema(memory: Connection) -> None:
    """Make the tables, columns and views that the attached database has not yet."""
    memory.use("db")
    try:
        for name in ("schema", "upgrade", "views"):
            memory.run(f"store/{name}")
    finally:
        memory.use("memory")


def _is_current(memory: Connection, catalog: str) -> bool:
    text = "".join(engine.statement(f"store/{name}") for name in ("schema", "views"))
    names = re.findall(r"(?m)^create (?:table if not exists|or replace view) (\w+)", text)
    added = re.findall(
        r"(?m)^alter table db\.(\w+) add column if not exists (\w+)",
        engine.statement("store/upgrade"),
    )
    names += [f"{table}.{column}" for table, column in added]
    return bool(memory.run("store/is_current", catalog=catalog, names=names)[0][0])
