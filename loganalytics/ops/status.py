# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger and the settings of a database, as a `Status`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.model import OUTCOMES
from loganalytics.model_status import Counts, Ingested, Status, Used
from loganalytics.store import settings_of

_SUMS = ("hits", "pageviews", "visits", "bytes_sent", "cut_edges", "late", "placeholders")


def status(connection: Connection, path: Path, *, limit: int) -> Status:
    """What the open database at `path` says of itself, with its `limit` last ingests (0: all)."""
    meta: dict[str, str] = dict(connection.run("store/meta"))
    settings = settings_of(list(meta.items()), path)
    zone = ZoneInfo(settings.timezone)
    names, rows = connection.columns("ops/ledger")
    ledger = [dict(zip(names, row, strict=True)) for row in rows]
    ((first, last, contents),) = connection.run("ops/extent")
    end = last and last + timedelta(minutes=settings.bucket_minutes)
    shown = ledger[: limit or None]
    return Status(
        database=str(path),
        size=_size(path),
        schema_version=int(meta["schema_version"]),
        timezone=settings.timezone,
        bucket_minutes=settings.bucket_minutes,
        k=settings.k,
        keep_days=int(meta["keep"]) if meta.get("keep", "").isdecimal() else None,
        start=_local(first, zone),
        end=_local(end, zone),
        sites=tuple(site for (site,) in connection.run("ops/sites", table="traffic")),
        contents=contents,
        last_ingest=_local(ledger[0]["ingested"], zone) if ledger else None,
        totals=_counts(ledger),
        geo=_used(ledger, "geo"),
        lists=_used(ledger, "lists"),
        ingests=tuple(_ingested(row, zone) for row in shown),
        more=len(ledger) - len(shown),
    )


def _ingested(row: dict[str, Any], zone: ZoneInfo) -> Ingested:
    return Ingested(
        ingest_id=row["ingest_id"],
        ingested=row["ingested"].replace(tzinfo=UTC).astimezone(zone),
        source=row["source"],
        format=row["format"],
        first=_local(row["first"], zone),
        last=_local(row["last"], zone),
        seconds=row["seconds"],
        counts=_counts([row]),
        geo=row["geo"],
        lists=row["lists"],
        erased=row.get("erased") or "",
    )


def _counts(rows: Iterable[dict[str, Any]]) -> Counts:
    rows = list(rows)

    def total(name: str) -> int:
        # A database of an earlier loganalytics may lack a column, and what it adds has it empty.
        return sum(row.get(name) or 0 for row in rows)

    return Counts(
        lines=total("lines"),
        outcomes={outcome: total(outcome) for outcome in OUTCOMES},
        **{name: total(name) for name in _SUMS},
    )


def _used(ledger: list[dict[str, Any]], column: str) -> tuple[Used, ...]:
    by_version: dict[str, list[int]] = {}
    for row in ledger:
        by_version.setdefault(row[column], []).append(row["ingest_id"])
    return tuple(
        Used(version, min(numbers), max(numbers), len(numbers))
        for version, numbers in by_version.items()
    )


def _local(instant: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC).astimezone(zone)


def _size(path: Path) -> int:
    files = (path, path.with_name(f"{path.name}.wal"))
    return sum(file.stat().st_size for file in files if file.exists())
