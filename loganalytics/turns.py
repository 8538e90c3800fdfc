# SPDX-License-Identifier: GPL-3.0-or-later
"""One ingest at a time into a database: others wait for their turn.

Without it nothing would be counted twice either, for the ledger is looked at again in the
transaction. But a run that began before another one ended would read all its lines in vain.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from loganalytics.errors import LockedError
from loganalytics.leftovers import unlink
from loganalytics.timings import step

_PAUSE_S = 0.1


@contextmanager
def turn(database: Path, wait_s: float) -> Iterator[None]:
    """Wait up to so many seconds until no other process is inside for this database.

    The lock is one of the system's on a file beside the database, `.NAME.lock`, which goes with the
    last of them; if one is killed the lock goes with it. Where no such file can be made nobody is
    waited for. Raises `LockedError` after the wait.
    """
    real = Path(os.path.realpath(database))
    path = real.with_name(f".{real.name}.lock")
    end = time.monotonic() + wait_s
    held: int | None = None
    while held is None:
        try:
            held = _lock(path)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise LockedError(
                    f"{database}: another ingest is at work on it; try again when it is done, or "
                    "allow more time with --wait"
                ) from None
            with step("waiting"):
                time.sleep(_PAUSE_S)
        except OSError:  # no folder yet, one that cannot be written, or no such locks
            break
    try:
        yield
    finally:
        if held is not None:
            with suppress(OSError):
                unlink(path)
            os.close(held)


def _lock(path: Path) -> int | None:
    """Lock a file; None if it lost its name meanwhile. Raises `BlockingIOError` if it is locked."""
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(number), os.stat(path)):
            return number
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(number)
        raise
    os.close(number)
    return None
