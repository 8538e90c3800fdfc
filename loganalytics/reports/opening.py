# SPDX-License-Identifier: GPL-3.0-or-later
"""A database opened for reading, and what was fixed when it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from loganalytics import engine
from loganalytics.errors import DatabaseError
from loganalytics.model import SCHEMA_VERSION

TABLES = {  # of the first version
    "meta",
    "traffic",
    "activity",
    "pages",
    "titles",
    "daily",
    "downloads",
    "bots",
    "pairs",
    "recent",
}
PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Meta:
    """The settings of a database."""

    zone: ZoneInfo
    bucket: timedelta
    k: int
    tables: frozenset[str] = frozenset()  # and views


def open_database(path: Path, patience_s: float = PATIENCE_S) -> engine.Connection:
    """Open a database read-only, waiting a little while another process writes.

    Raises `DatabaseError` where there is nothing to report on, `LockedError` after the wait.
    """
    if not path.exists():
        raise DatabaseError(f"{path} does not exist; run `loganalytics ingest` first")
    return engine.database(path, read_only=True, wait_s=patience_s)


def read_meta(connection: engine.Connection, path: Path) -> Meta:
    """Return the settings of an open database. Raises `DatabaseError` where it is none of ours."""
    tables = {name for (name,) in connection.run("reports/tables")}
    values: dict[str, str] = dict(connection.run("reports/meta")) if "meta" in tables else {}
    version = values.get("schema_version", "")
    if not version.isdecimal():
        if tables:  # of another program: an ingest would refuse it
            raise engine.NoDatabaseError(path)
        raise DatabaseError(f"{path} holds no log analytics; run `loganalytics ingest` first")
    if int(version) > SCHEMA_VERSION:
        raise DatabaseError(f"{path} was written by a newer loganalytics; upgrade loganalytics")
    try:
        if not tables >= TABLES:
            raise KeyError
        return Meta(
            zone=ZoneInfo(values["timezone"]),
            bucket=timedelta(minutes=int(values["bucket_minutes"])),
            k=int(values["k"]),
            tables=frozenset(tables),
        )
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        raise DatabaseError(f"{path} is damaged: its tables or settings are incomplete") from None
