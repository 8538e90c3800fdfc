# SPDX-License-Identifier: GPL-3.0-or-later
"""DuckDB, loaded so that it gives freed memory back to the system soon.

Its allocator (jemalloc, on Linux) keeps for a second what was freed, in case it is asked for again.
An ingest frees the tables of a chunk several times a second, so that 30 to 60 MB more were held
than are used at once. Asking the system for them again costs an ingest some 5 % of its time.
"""

from __future__ import annotations

import os

# Read when the library is loaded, and never again: no DuckDB option says the same. What a user has
# set stays.
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "dirty_decay_ms:100")

import duckdb

__all__ = ["duckdb"]
