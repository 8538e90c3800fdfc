# SPDX-License-Identifier: GPL-3.0-or-later
"""The threads of an ingest."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor


def begun(threads: int) -> ThreadPoolExecutor:
    """A pool whose threads are there while there is memory, and need not begin amid the sums."""
    pool = ThreadPoolExecutor(threads, "ingest")
    all_there = threading.Barrier(threads)
    try:
        waiting = [pool.submit(all_there.wait) for _ in range(threads)]
    except RuntimeError:  # the system gives no more threads
        all_there.abort()
        raise
    for each in waiting:
        each.result()
    return pool
