# SPDX-License-Identifier: GPL-3.0-or-later
"""What was fixed when a database was made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError
from loganalytics.model import SCHEMA_VERSION, Settings

_NONE_OF_OURS = ("CatalogException", "BinderException")  # there is no such table, or no such column


def read_settings(database: Connection, path: Path) -> Settings:
    """The settings in `meta`. Raises `DatabaseError` for a database that is none of ours."""
    try:
        rows = database.run("store/meta")
    except engine.EngineError as error:
        if error.failure not in _NONE_OF_OURS:
            raise DatabaseError(f"{path} cannot be read: {error}") from None
        rows = []
    return settings_of(rows, path)


def settings_of(meta: Sequence[engine.Row], path: Path) -> Settings:
    """The settings in the rows of `meta`. Raises `DatabaseError` where they are none of ours."""
    found: dict[str, str] = dict(meta)
    try:
        version = int(found["schema_version"])
        if version > SCHEMA_VERSION:
            raise DatabaseError(
                f"{path} was written by a newer loganalytics (schema {version}); upgrade this one"
            )
        return Settings(found["timezone"], int(found["bucket_minutes"]), int(found["k"]))
    except (KeyError, ValueError):
        raise engine.NoDatabaseError(path) from None
