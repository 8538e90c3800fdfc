# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening a file that another process may hold, or replace meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from loganalytics.engine.failures import opening
from loganalytics.errors import LockedError
from loganalytics.timings import step

T = TypeVar("T")
_PAUSE_S = 0.1  # between two looks at a locked database


def patiently(
    wait_s: float, path: Path, attempt: Callable[[], T], give_back: Callable[[T], None]
) -> T:
    """Open a database, trying again for so many seconds while another process holds it.

    `give_back` takes what was opened of a file that is no longer the one of that name. Raises
    `LockedError` if it is still held then, and what `opening` raises.
    """
    end = time.monotonic() + wait_s
    while True:
        there = identity(path)
        try:
            with opening(path):
                opened = attempt()
        except LockedError:
            if time.monotonic() >= end:
                raise
            with step("waiting"):
                time.sleep(_PAUSE_S)
            continue
        # Between opening a file and locking it another process may have put a new one in its place
        # (see ops/rewrite.py). What is written to the old one is lost, so open it again.
        if there is None or there == identity(path):
            return opened
        give_back(opened)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one that gets its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
