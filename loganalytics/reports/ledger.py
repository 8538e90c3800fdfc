# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of the ledger: outcomes and ingests. They explain what became of every line read."""

from __future__ import annotations

from typing import Any

from loganalytics.model import OUTCOMES
from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports.scope import Scope, naive, over

# What a line with an outcome counts as, in the order of OUTCOMES.
_COUNTED = dict(
    zip(
        OUTCOMES,
        ("nothing: known already", "nothing: left for the next run", "nothing: not of the format")
        + ("hit of a bot", "hit", "event", "hit, in the pageview of its request", "pageview")
        + ("hit", "hit", "download", "hit", "pageview"),
        strict=True,
    )
)
_ALL_SITES = "Ingests are of all sites, and count whole where a part of one lies in the range."


def outcomes(scope: Scope) -> Section:
    """What became of the lines of the ingests with hits in the range, each outcome that was met."""
    found = _ingests(scope)
    counts = {name: sum(each[name] for each in found) for name in OUTCOMES}
    lines = sum(counts.values())
    rows = [
        (name, count, over(count, lines), _COUNTED[name]) for name, count in counts.items() if count
    ]
    return Section(
        name="outcomes",
        title="Lines by outcome",
        columns=(
            Column("outcome", "Outcome", Kind.TEXT),
            Column("lines", "Lines", Kind.COUNT),
            Column("share", "Share", Kind.RATE),
            Column("counted_as", "Counted as", Kind.TEXT, rank=1),
        ),
        rows=tuple(rows),
        notes=(f"In all {lines:,} lines were read.", _ALL_SITES) if rows else (),
    )


def ingests(scope: Scope) -> Section:
    """The ingests with hits in the range, the latest first: lines = dropped + hits."""
    found = _ingests(scope)
    most = found[: scope.most]
    return Section(
        name="ingests",
        title="Ingests",
        columns=(
            Column("ingest_id", "", Kind.COUNT),
            Column("ingested", "Ingested", Kind.INSTANT, rank=2),
            Column("log", "Log", Kind.TEXT),
            Column("first", "From", Kind.INSTANT, rank=4),
            Column("last", "To", Kind.INSTANT, rank=5),
            Column("lines", "Lines", Kind.COUNT),
            Column("dropped", "Dropped", Kind.COUNT, rank=1),
            Column("hits", "Hits", Kind.COUNT),
            Column("pageviews", "Pageviews", Kind.COUNT, rank=3),
        ),
        rows=tuple(
            (
                *(each["ingest_id"], scope.local(each["ingested"]), each["source"]),
                *(scope.local(each["first"]), scope.local(each["last"]), each["lines"]),
                *(each["lines"] - each["hits"], each["hits"], each["pageviews"]),
            )
            for each in most
        ),
        more=len(found) - len(most),
    )


def _ingests(scope: Scope) -> list[dict[str, Any]]:
    start, end = naive(scope.period.start), naive(scope.period.end)
    names, rows = scope.connection.columns("reports/ingests", start=start, end=end)
    return [dict(zip(names, row, strict=True)) for row in rows]
