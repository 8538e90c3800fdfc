# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a report has nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from loganalytics.alike import did_you_mean
from loganalytics.model_report import Section
from loganalytics.reports import countries
from loganalytics.reports.filtered import counts
from loganalytics.reports.filters import ALL, Filter
from loganalytics.reports.periods import local
from loganalytics.reports.scope import Scope

_SHOWN = 5  # values that are named where none matches
_COMPARED = 1000  # those with the most visits, in whose spelling the one asked for is looked for


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
    found = scope.of_daily(_shown_as(by), **ALL, limit=_COMPARED)
    if not found:
        return f"nothing in this range has {by}; there is none at all"
    named = countries.called if by.field == "country" else str
    few = ", ".join(named(row[0]) for row in found[:_SHOWN])
    there = f"there are {few}{', ...' if len(found) > _SHOWN else ''}"
    # Of a country the report says above which one may be meant.
    asked = "" if by.negated or by.field == "country" else by.glob.replace("*", "")
    near = did_you_mean(asked, (row[0] for row in found), 3)
    if near:
        return f"nothing in this range has {by}. {near} T{there[1:]}"
    return f"nothing in this range has {by}; {there}"


def _shown_as(by: Filter) -> str:
    """The dimension whose names are told: of browsers families, unless a version is asked for."""
    versioned = any(map(str.isdigit, by.glob))
    return "browser_family" if by.field == "browser" and not versioned else by.dimension
