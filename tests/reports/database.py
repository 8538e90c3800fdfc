# SPDX-License-Identifier: GPL-3.0-or-later
"""A database made of the schema and of rows written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from loganalytics import engine

META = {"schema_version": "1", "timezone": "UTC", "bucket_minutes": "60", "k": "5"}
# What a row has where a test does not say: an ingest, no site, nothing counted.
BLANK: dict[str, dict[str, Any]] = {
    "traffic": {"method": "GET", "status": 200, "bot": False, "hits": 0, "bytes_sent": 0},
    "activity": dict.fromkeys(
        ("pageviews", "visits", "visitors", "returning_visits", "bounces", "seconds"), 0
    ),
    "pages": dict.fromkeys(
        ("pageviews", "visits", "entries", "exits", "bounces", "visitors", "seconds"), 0
    ),
    "titles": {},
    "daily": {"pageviews": 0, "visits": 0, "visitors": 0},
    "downloads": {"hits": 0, "bytes_sent": 0, "visitors": 0},
    "bots": {"kind": "search", "hits": 0, "bytes_sent": 0, "visitors": 0},
    "errors": {"kind": "page", "referrer": "", "bot": False, "hits": 0},
    "bot_pages": {"hits": 0, "bytes_sent": 0},
    "bandwidth": {"hits": 0, "bytes_sent": 0},
    "response_times": {"hits": 0},
    "events": {"hits": 0, "visitors": 0},
    "ingests": {
        **dict.fromkeys(
            ("lines", "already_ingested", "incomplete", "malformed", "bot", "method")
            + ("event", "merged", "pixel", "status", "excluded", "download", "asset", "pageview")
            + ("hits", "pageviews", "visits", "bytes_sent", "placeholders", "cut_edges", "late"),
            0,
        ),
    },
    "pairs": {"dimension": "path", "pageviews": 0},
    "recent": {"device": "desktop", "browser": "Firefox", "os": "Linux", "entry": False},
}


def counts(names: str, *values: Any) -> dict[str, Any]:
    """A row from names in one text and their values."""
    return dict(zip(names.split(), values, strict=True))


def make(
    path: Path,
    meta: Mapping[str, str] | None = None,
    **tables: Sequence[Mapping[str, Any]],
) -> Path:
    """Write a new database; each keyword is a table and its rows."""
    with engine.database(path, read_only=False) as connection:
        connection.run("store/schema")
        connection.run("store/views")
        settings = {**META, **(meta or {})}
        fill(connection, "meta", [{"key": key, "value": settings[key]} for key in settings])
        for table, rows in tables.items():
            site = {} if table == "ingests" else {"site": ""}
            blank = {"ingest_id": 1, **site, **BLANK[table]}
            fill(connection, table, [{**blank, **row} for row in rows])
    return path


def fill(connection: engine.Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows, all with the same columns, to a table."""
    if not rows:
        return
    names = list(rows[0])
    values = ", ".join(f"unnest(${name})" for name in names)
    columns: dict[str, object] = {name: [row[name] for row in rows] for name in names}
    connection._execute(f"insert into {table} ({', '.join(names)}) select {values}", columns, table)
