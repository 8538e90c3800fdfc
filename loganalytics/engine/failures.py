# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of DuckDB's errors. Their texts quote what they failed on, so none is passed on."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from loganalytics.engine.library import duckdb
from loganalytics.errors import DatabaseError, LackError, LockedError

# What the system says of a file, in its own words.
_REFUSED = tuple(map(os.strerror, (errno.EROFS, errno.EACCES, errno.EPERM)))
_FULL = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT)))
_NO_MEMORY = "out of memory"
# How a failure ends that came to DuckDB in another thread, as of a file that it exports.
_NUMBER = re.compile(r'"errno":"(\d{1,4})"\}$', re.ASCII)
_FAILED = (*_FULL, *map(os.strerror, (errno.EFBIG, errno.EIO, errno.EMFILE)))


class EngineError(DatabaseError):
    """A statement failed. Says which and how, never with what value."""

    def __init__(self, statement: str, failure: str) -> None:
        super().__init__(f"the statement {statement} failed ({failure})")
        self.failure = failure

    @property
    def out_of_memory(self) -> bool:
        """Whether it took more memory than was allowed."""
        return self.failure == _NO_MEMORY

    @property
    def advice(self) -> str:
        """What to look at where it was to write a file."""
        if self.failure.endswith(_REFUSED):
            return "may its folder be written to?"
        if self.failure.endswith(_FULL):
            return "make room on its disk."
        return "is the disk full?"


class NoDatabaseError(DatabaseError):
    """A file is no database of loganalytics, or none at all."""

    def __init__(self, path: Path, what: str = "database of loganalytics") -> None:
        super().__init__(f"{path} is no {what}; name another file with --db")


class DamagedError(DatabaseError):
    """A database is not as DuckDB left it."""

    def __init__(self, paths: Iterable[Path], how: str) -> None:
        self.how = how
        names = " or ".join(dict.fromkeys(map(str, paths)))
        super().__init__(
            f"{names} is damaged: {how}. Put a backup in its place, or ingest the logs again into "
            "a new database"
        )


def failed(statement: str, error: duckdb.Error, paths: Iterable[Path] = ()) -> DatabaseError:
    """What to raise for a statement that failed while these databases were open."""
    if isinstance(error, duckdb.OutOfMemoryException):
        return EngineError(statement, _NO_MEMORY)
    if (how := damage(error)) and (meant := _meant(error, paths)):
        return DamagedError(meant, how)
    cause = _cause(error)
    return EngineError(statement, type(error).__name__ + (f": {cause}" if cause else ""))


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Let a database that cannot be opened be one line that says why."""
    try:
        yield
    except duckdb.Error as error:
        text = str(error).replace(str(path), "")
        if "Could not set lock" in text or "onflicting lock" in text:
            raise LockedError(
                f"{path}: another process holds the database; try again when it is done"
            ) from None
        if "not a valid DuckDB database" in text or _is_of_sqlite(path):
            raise NoDatabaseError(path, "DuckDB database") from None
        if "version number" in text:
            raise DatabaseError(
                f"{path} was written by another version of DuckDB; upgrade loganalytics"
            ) from None
        if how := damage(error):
            raise DamagedError([path], how) from None
        if isinstance(error, duckdb.OutOfMemoryException):
            raise LackError(
                f"{path} cannot be opened: there is no more memory; try later"
            ) from None
        if path.is_dir():
            raise DatabaseError(f"{path} is a folder; name a file with --db") from None
        cause = _cause(error)
        if cause == os.strerror(errno.EMFILE):
            raise LackError(
                f"{path} cannot be opened: no more files can be; allow more (`ulimit -n`), or try "
                "later"
            ) from None
        if cause in _FULL:
            raise DatabaseError(
                f"{path} cannot be written ({cause}); make room on its disk"
            ) from None
        raise DatabaseError(
            f"{path} cannot be opened ({cause or type(error).__name__}); check that the file and "
            "its folder can be read and written"
        ) from None


def _is_of_sqlite(path: Path) -> bool:
    """Whether a file is a database of SQLite, for which DuckDB looks for an extension."""
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\0"
    except OSError:
        return False


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C inside DuckDB be what it is elsewhere: a `KeyboardInterrupt`."""
    try:
        yield
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except RuntimeError as error:
        if "interrupted" in str(error).lower():  # what a signal becomes inside DuckDB
            raise KeyboardInterrupt from None
        raise


@contextmanager
def quiet(name: str, paths: Iterable[Path] = ()) -> Iterator[None]:
    """Let a statement that fails be named, and what it failed on not."""
    try:
        with interruptible():
            yield
    except duckdb.Error as error:
        raise failed(name, error, paths) from None


def damage(error: duckdb.Error) -> str:
    """How a file is damaged, empty where the error is another one."""
    if isinstance(error, duckdb.IOException) and "Could not read enough bytes from" in str(error):
        return "it is shorter than it was"
    if type(error) is duckdb.Error and "Corrupt database file" in str(error):
        return "its bytes are not those that were written"
    return ""


def _meant(error: duckdb.Error, paths: Iterable[Path]) -> list[Path]:
    """Which of the open databases an error is about."""
    if type(error) is duckdb.Error:  # it names none
        return list(paths)
    return [path for path in paths if path.name in str(error)]


def _cause(error: duckdb.Error) -> str:
    if not isinstance(error, (duckdb.IOException, duckdb.TransactionException)):
        return ""  # its text may quote anything
    text = str(error)
    if number := _NUMBER.search(text):
        text = os.strerror(int(number[1]))
    return next((cause for cause in (*_REFUSED, *_FAILED) if text.endswith(cause)), "")
