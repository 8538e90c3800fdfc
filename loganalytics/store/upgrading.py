# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases of earlier versions: they get what they lack, and are kept as they were before."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from loganalytics import __version__, engine
from loganalytics.engine import Connection
from loganalytics.leftovers import remove, take_place, unfinished


def before_upgrade(path: Path) -> Path:
    """Where a database is kept as it was before this version brought it up."""
    return path.with_name(f"{path.name}.before-{__version__}")


def keep_old(memory: Connection, path: Path) -> bool:
    """Whether the attached database at `path` is of an earlier version: then keep a copy of it.

    With mode 0600, and not if this version has kept one before. Raises `EngineError` where it
    cannot be written.
    """
    if not memory.run("store/tables_attached") or _is_current(memory):
        return False
    kept = before_upgrade(path)
    if kept.exists():
        return True
    made = unfinished(kept)
    try:
        remove(made)
        memory.copy_to(made)
        os.chmod(made, 0o600)
        take_place(made, kept)
    except OSError as error:
        raise engine.EngineError("copy", error.strerror or "") from None
    finally:
        with suppress(OSError):
            remove(made)
    return True


def bring_up(memory: Connection) -> None:
    """Give the attached database of an earlier version what it lacks."""
    if not _is_current(memory):
        make_schema(memory)


def make_schema(memory: Connection) -> None:
    """Make the tables, columns and views that the attached database has not yet."""
    memory.use("db")
    try:
        for name in ("schema", "upgrade", "views"):
            memory.run(f"store/{name}")
    finally:
        memory.use("memory")


def _is_current(memory: Connection) -> bool:
    text = "".join(engine.statement(f"store/{name}") for name in ("schema", "views"))
    names = re.findall(r"(?m)^create (?:table if not exists|or replace view) (\w+)", text)
    added = re.findall(
        r"(?m)^alter table db\.(\w+) add column if not exists (\w+)",
        engine.statement("store/upgrade"),
    )
    names += [f"{table}.{column}" for table, column in added]
    return bool(memory.run("store/is_current", names=names)[0][0])
