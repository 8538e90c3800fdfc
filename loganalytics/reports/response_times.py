# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `response_times`: how long the server took, path by path, where its log says so."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports import pathless
from loganalytics.reports.scope import Scope, remaining

_US = 1_000_000  # in a second
_ROUNDED = "Times are kept as histograms: each may be up to 5% off."


def response_times(scope: Scope) -> Section:
    """Paths by hits, of people and bots: half, nine tenths, 99 of 100 took no longer."""
    found = scope.by_months("response_times", **scope.paths, limit=scope.most)
    lost = pathless.of_response_times(scope)
    return Section(
        name="response_times",
        title="Response times",
        columns=(
            Column("path", "Path", Kind.PATH),
            scope.place,
            Column("hits", "Hits", Kind.COUNT),
            Column("p50_s", "p50", Kind.LATENCY),
            Column("p90_s", "p90", Kind.LATENCY, rank=1),
            Column("p99_s", "p99", Kind.LATENCY),
        ),
        rows=tuple(
            (path, site, hits, *(round(each / _US, 9) for each in times))
            for site, path, hits, *times, _ in found
        ),
        lead="hits",
        besides=("p50_s", "p90_s", "p99_s"),
        more=remaining(found, 6),
        notes=(
            *((_ROUNDED,) if found else ()),
            *scope.day_notes,
            *lost,
            *pathless.among(path for _, path, *_ in found),
        ),
        partial=bool(lost),
    )
