# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads that are there before they are needed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor


def begun(threads: int, name: str) -> ThreadPoolExecutor:
    """A pool whose threads begin while there is memory, not amid a source or its sums."""
    pool = ThreadPoolExecutor(threads, name)
    all_there = threading.Barrier(threads)
    try:
        waiting = [pool.submit(all_there.wait) for _ in range(threads)]
    except RuntimeError:  # the system gives no more threads
        all_there.abort()
        raise
    for each in waiting:
        each.result()
    return pool
