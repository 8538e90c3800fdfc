# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a database again, without what is erased, into a new file that takes the old one's place.

What is deleted inside a DuckDB file stays among its bytes. So nothing is deleted there: what stays
is copied into a new file beside it, which takes its name at once when it is whole and on the disk.
Whatever stops this before leaves the old database as it was.

Who else may have the file open: reports, before and meanwhile, read the old one on, which has no
name any more when the last of them closes it. Ingests wait, for the old one is open for reading
until it is replaced, and open the new one then (engine/ looks whether what they opened is still
there). Of two rewrites the later to end finds another file in place of the one it read, and begins
again.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError, LockedError
from loganalytics.leftovers import clear, log_of, remove, sweep, to_disk, unfinished
from loganalytics.ops.erasure import NOTHING, Erased, Erasure, measure
from loganalytics.ops.opening import WAIT_S, Old, existing, opened
from loganalytics.store import make_schema, old_kept

_ATTEMPTS = 5  # when other processes keep replacing the database
# Sums of what the other tables hold, which may be wrong once rows go: ingests fill them again.
SUMS = {"summed", "month_pages", "latest_titles", "summed_days", "day_traffic"}
SUMS |= {f"month_{table}" for table in ("bots", "bot_pages", "bandwidth", "response_times")}


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What a rewrite did. Sizes of the file in bytes."""

    erased: Erased
    size_before: int
    size_after: int


def rewrite(database: Path, erasure: Erasure = NOTHING, *, wait_s: float = WAIT_S) -> Rewritten:
    """Replace a database by one without what is erased, at once or not at all.

    Raises `DatabaseError` where there is none or where it cannot be written, `LockedError` if
    another process writes to it for `wait_s`. Then nothing was changed.
    """
    for _ in range(_ATTEMPTS):
        sweep(existing(database))
        with at_rest(database, wait_s) as old:
            path, before = old.path, old.path.stat()
            with new_file(path) as made, _old_kept(old, erasure):
                erased = _write_copy(old, made, erasure)
                _give_away(made, before)
                with _alone_in(path.parent):
                    if not os.path.samestat(before, path.stat()):
                        continue
                    # `old` is still open: from here on an ingest finds the new one.
                    os.replace(made, path)
            return Rewritten(erased, before.st_size, path.stat().st_size)
    raise LockedError(f"{database}: other processes keep replacing the database; try again later")


def _old_kept(old: Old, erasure: Erasure) -> AbstractContextManager[bool]:
    """Keep a database of an earlier version, which the new file is not, where nothing shall go."""
    if erasure != NOTHING:
        return nullcontext(False)
    return old_kept(old.connection, old.path, "old")


@contextmanager
def at_rest(database: Path, wait_s: float = WAIT_S) -> Iterator[Old]:
    """Open a database with all that it holds in its one file, to which nobody writes meanwhile.

    Fails as `opened`.
    """
    for _ in range(_ATTEMPTS):
        path = existing(database)
        _fold_log(path, wait_s)
        with opened(path, wait_s) as old:
            if not log_of(path).exists():  # else left by a process that was killed just now
                yield old
                return
    raise LockedError(f"{database}: other processes keep being killed; try again later")


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A name for a file to be put in the place of `path`; what still bears it at the end goes.

    Failures of DuckDB and of the system inside become a `DatabaseError`.
    """
    made = unfinished(path)
    try:
        clear(made)
        yield made
    except engine.EngineError as error:
        raise DatabaseError(
            f"{path}: cannot be written: {error}; {error.advice} Nothing was changed"
        ) from None
    except OSError as error:
        raise DatabaseError(
            f"{path}: cannot be written ({error.strerror}); nothing was changed"
        ) from None
    finally:
        with suppress(OSError):
            remove(made)


def _write_copy(old: Old, made: Path, erasure: Erasure) -> Erased:
    """Write what stays of a database into a new file, down to the disk; mode 0600."""
    memory = old.connection
    copied = set(re.findall(r"^insert into db\.(\w+)", engine.statement("ops/keep"), re.MULTILINE))
    known = copied | SUMS
    strangers = [name for (name,) in memory.run("ops/tables") if name not in known]
    if strangers:
        raise DatabaseError(
            f"{old.path} holds tables that loganalytics did not make and would not keep: "
            f"{', '.join(strangers)}; move them to a file of their own"
        )
    erased = measure(memory, erasure, ZoneInfo(old.settings.timezone))
    memory.attach_new(made)
    try:
        os.chmod(made, 0o600)
        memory.copy_schema()
        make_schema(memory)
        _copy_rows(memory, erasure, erased)
        memory.checkpoint()
    except BaseException:
        with suppress(engine.EngineError):  # what stopped it is told, and it ends with the memory
            memory.detach()
        raise
    memory.detach()
    to_disk(made)
    return erased


def _copy_rows(memory: Connection, erasure: Erasure, erased: Erased) -> None:
    with memory.transaction():
        memory.run("ops/keep")
        if erasure.ranged:
            memory.run(
                "ops/mark_erased",
                ingest_ids=list(erased.ingest_ids),
                paths=erasure.path is not None,
            )
        if erasure.ingest_ids:
            memory.run("ops/parted", ingest_ids=list(erasure.ingest_ids))
            memory.run("ops/cut_again")
            memory.run("ops/uncut_edges")


def _fold_log(path: Path, wait_s: float) -> None:
    """Let DuckDB take up what was committed beside the file: it was killed, or had no room for it.

    Raises `DatabaseError` if there is no room still.
    """
    log = log_of(path)
    if log.exists():
        with engine.database(path, read_only=False, wait_s=wait_s) as connection:
            try:
                connection.checkpoint()
            except engine.EngineError as error:
                raise DatabaseError(
                    f"{path}: what stands in {log.name} beside it cannot be taken into the file:"
                    f" {error}; {error.advice} Nothing was changed"
                ) from None


def _give_away(made: Path, like: os.stat_result) -> None:
    """Give a file the owner and the mode of another."""
    has = made.stat()
    if (has.st_uid, has.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.chown(made, like.st_uid, like.st_gid)
        except PermissionError:
            raise DatabaseError(
                "the database belongs to another user, who alone can do this; nothing was changed"
            ) from None
    os.chmod(made, like.st_mode & 0o777)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other rewrites out of a folder for a moment, and bring its names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without such locks: two at the same moment are rare
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
