# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `events`: what pages told by the pixel's `event`."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports import pathless
from loganalytics.reports.scope import Scope, over, remaining


def events(scope: Scope) -> Section:
    """Events by name, by hits."""
    found = scope.kept_by_day("events", "events", **scope.paths, limit=scope.most)
    lost = pathless.of_events(scope)
    return Section(
        name="events",
        title="Events",
        columns=(
            Column("event", "Event", Kind.TEXT),
            Column("hits", "Hits", Kind.COUNT),
            Column("share", "Share", Kind.RATE, rank=1),
            scope.visitors,
            Column("pages", "Pages", Kind.COUNT, rank=2),
        ),
        rows=tuple(
            # Every event happened on a page: none means that none is known.
            (event, hits, over(hits, total), visitors, pages or None)
            for event, hits, visitors, pages, _, total in found
        ),
        lead="hits",
        more=remaining(found, 4),
        notes=(*scope.day_notes, *lost),
        partial=bool(lost),
    )
