# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are made beside a database: their names, how they take its place, what may be left."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def unfinished(path: Path) -> Path:
    """Where this process makes what will be put in the place of `path`."""
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def clear(made: Path) -> None:
    """Make sure that a database can be made there, and that none is; raises `OSError`.

    DuckDB would say of a folder that cannot be written to no more than that it failed.
    """
    remove(made)
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    remove(made)


def log_of(path: Path) -> Path:
    """Where DuckDB writes ahead what is not yet in the file."""
    return path.with_name(f"{path.name}.wal")


def to_disk(made: Path) -> None:
    """Wait until all of a file that is written is on the disk."""
    with made.open("rb") as file:
        os.fsync(file.fileno())


def take_place(made: Path, path: Path) -> bool:
    """Give a whole file the name it was made for, down to the disk; False if the name is taken.

    Raises `OSError` where it fails.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        os.rename(made, path)
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    return True


def remove(made: Path) -> None:
    """Remove a database and its log, if they are there."""
    unlink(log_of(made), made)


def unlink(*paths: Path) -> None:
    """Remove files, those that are there; a signal meanwhile is heeded when all are gone."""
    try:
        _unlink(paths)
    except KeyboardInterrupt:
        _unlink(paths)
        raise


def sweep(path: Path) -> None:
    """Remove what ingests and rewrites left beside a database when they were killed.

    This process must not have the database open: to close a second name of a file gives up all
    locks of the process on it.
    """
    name = re.compile(re.escape(f".{path.name}.") + r"([0-9]+)\.new")
    with suppress(OSError):
        for leftover in list(path.parent.iterdir()):
            match = name.fullmatch(leftover.name)
            if match is None or _is_alive(int(match[1])):
                continue
            with suppress(OSError), leftover.open("r+b") as file:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # DuckDB holds it while it writes
                remove(leftover)


def _unlink(paths: Sequence[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):  # no process can have such a number
        return False
    except OSError:
        return True
    return True
