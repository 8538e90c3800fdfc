# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a report has nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loganalytics.model_report import Section
from loganalytics.reports import countries
from loganalytics.reports.filtered import counts
from loganalytics.reports.filters import ALL, Filter
from loganalytics.reports.periods import local
from loganalytics.reports.scope import Scope, remaining


def emptiness(
    scope: Scope, data: tuple[datetime, datetime] | None, sections: Sequence[Section]
) -> str:
    """Why there is nothing to show, or '' if there is something; `data`: first and last bucket."""
    if data is None:
        return "the database holds no hits yet; run `loganalytics ingest`"
    zone = scope.meta.zone
    if scope.of_traffic("summary_traffic")[0][0] == 0:
        first, last = (instant.astimezone(zone).date() for instant in data)
        start, end = local(scope.period.start, zone), local(scope.period.end, zone)
        # Of a range that ends before there is any data that start would make no range.
        advice = " (--start all begins there)" if scope.period.end > data[0] else ""
        return (
            f"no data from {start} to {end}; the database has data from {first} to {last}{advice}"
        )
    lists = [section.rows for section in sections if section.name not in ("summary", "timeline")]
    if scope.filter is None or any(lists):
        return ""
    if scope.by_value:
        found = any(counts(scope, scope.by_value)[:2])
        return "" if found else _no_value(scope, scope.by_value)
    if any(scope.of_pages("summary_pages")[0]):
        return ""
    asked = scope.filter
    return f"no page {'is unlike' if asked.negated else 'matches'} {asked.glob} in this range"


def _no_value(scope: Scope, by: Filter) -> str:
    few = scope.of_daily(by.dimension, **ALL, limit=5)
    named = countries.called if by.field == "country" else str
    there = (
        f"there are {', '.join(named(row[0]) for row in few)}" if few else "there is none at all"
    )
    return f"nothing in this range has {by}; {there}{', ...' if remaining(few, 4) else ''}"
