# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a source, as `ingest --json` has it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from loganalytics.ingest import Result
from loganalytics.model import OUTCOMES


def as_json(result: Result) -> dict[str, Any]:
    """One of `sources`."""
    totals = result.totals
    document: dict[str, Any] = {
        "source": result.source,
        "format": result.format,
        "status": result.status,
        "lines": result.lines,
        "outcomes": {name: totals.outcomes.get(name, 0) for name in OUTCOMES},
        "hits": totals.hits,
        "pageviews": totals.pageviews,
        "visits": totals.visits,
        "bytes_sent": totals.bytes_sent,
        "first": iso(totals.first),
        "last": iso(totals.last),
        "seconds": round(result.seconds, 3),
        "cut_edges": result.cut_edges,
        "late": totals.late,
        "placeholders": result.placeholders,
    }
    if result.error:
        document["error"] = result.error
    return document


def iso(seconds: int | None) -> str | None:
    """A time, UTC seconds since 1970, as programs get it."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
