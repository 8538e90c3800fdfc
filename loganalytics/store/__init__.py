# SPDX-License-Identifier: GPL-3.0-or-later
"""The database file, and what is added to it."""

from loganalytics.store.adding import Ingest
from loganalytics.store.settings import settings_of
from loganalytics.store.store import ContentAppeared, Store, open_store
from loganalytics.store.upgrading import before_upgrade, make_schema, old_kept

__all__ = [
    "ContentAppeared",
    "Ingest",
    "Store",
    "before_upgrade",
    "make_schema",
    "old_kept",
    "open_store",
    "settings_of",
]
