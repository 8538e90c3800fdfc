# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a whole copy of a database, as it is at one moment, and looks whether it is one."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from loganalytics.engine import Connection, DamagedError, Row
from loganalytics.errors import DatabaseError, UsageError
from loganalytics.leftovers import log_of, sweep, take_place, to_disk
from loganalytics.ops.check import findings
from loganalytics.ops.opening import WAIT_S, opened
from loganalytics.ops.rewrite import at_rest, new_file


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written. `broken`: the rules of `check` that do not hold, in the database either."""

    ingests: int
    size: int  # of the file in bytes
    broken: tuple[str, ...]


def backup(database: Path, file: Path, *, force: bool = False, wait_s: float = WAIT_S) -> Backup:
    """Write a database into a new file, at once or not at all; mode 0600.

    Ingests wait only while the bytes are copied. From that copy the backup is written anew, so
    that nothing lies in unused parts of it, and compared with it. A database of an earlier version
    stays one.

    Raises `UsageError` for a file that is there, unless `force` replaces it; `DatabaseError` and
    `LockedError` as `rewrite`.
    """
    target = Path(os.path.realpath(file))
    _refuse(database, target, force)
    for leftover in (target, _raw(target)):
        sweep(leftover)
    with new_file(_raw(target)) as raw, new_file(target) as made:
        with at_rest(database, wait_s) as whole:
            # To close a file gives up all locks of the process on it: nothing is read after this.
            shutil.copyfile(whole.path, raw)
        try:
            with opened(raw) as old:
                _copy(old.connection, made)
                was = _fingerprint(old.connection)
        except DamagedError as error:  # what was copied is
            raise DamagedError([database], error.how) from None
        with opened(made) as new:
            if _fingerprint(new.connection) != was:
                raise DatabaseError(f"{file}: is no true copy and was removed; please report this")
            found = list(findings(new.connection, new.settings))
            ingests = len(new.connection.run("ops/old_ingests"))
        size = made.stat().st_size
        if force:
            os.replace(made, target)
        else:
            _link(made, target)
    return Backup(ingests, size, tuple(each.claim for each in found if each.broken))


def _copy(connection: Connection, made: Path) -> None:
    connection.copy_to(made, "old")
    os.chmod(made, 0o600)
    to_disk(made)


def _fingerprint(connection: Connection) -> tuple[list[Row], dict[str, Row]]:
    """What is the same of two databases that have the same columns and rows."""
    tables = [name for (name,) in connection.run("ops/stored")]
    rows = {name: connection.run("ops/fingerprint", name=name)[0] for name in tables}
    return connection.run("ops/columns"), rows


def _refuse(database: Path, target: Path, force: bool) -> None:
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file in it")
    if not target.parent.exists():
        raise UsageError(f"{target} cannot be written: there is no folder {target.parent}")
    if not target.exists():
        return
    if database.exists() and target.samefile(database):
        raise UsageError(f"{target} is the database itself; name another file")
    if not force:
        raise UsageError(f"{target} exists; add --force to replace it")
    if log_of(target).exists():
        raise UsageError(f"{target} is a database in use; name another file")


def _link(made: Path, target: Path) -> None:
    if not take_place(made, target):
        raise UsageError(f"{target} exists; add --force to replace it")


def _raw(target: Path) -> Path:
    return target.with_name(f"{target.name}.raw")
