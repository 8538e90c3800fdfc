# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `hosts`: the sites of the database, each with what people and bots did there."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Mark, Section, Value
from loganalytics.reports.filtered import distinct
from loganalytics.reports.filters import Filter
from loganalytics.reports.scope import EACH_PAGE, Scope, over, remaining

_SITE = Column("site", "Site", Kind.PATH)  # hosts differ at both ends
_UNKNOWN = (Mark.UNKNOWN,) * 3  # hits, those of bots, bytes: kept without what pageviews have


def hosts(scope: Scope) -> Section:
    """Sites by pageviews; those that only bots asked come last, by hits."""
    if scope.by_path:
        return _of_pages(scope)
    if scope.by_value:
        return _of_values(scope, scope.by_value)
    found = scope.of_traffic("hosts", limit=scope.most)
    return Section(
        name="hosts",
        title="Hosts",
        columns=(
            _SITE,
            Column("pageviews", "Pageviews", Kind.COUNT),
            Column("share", "Share", Kind.RATE, rank=3),
            Column("visits", "Visits", Kind.COUNT),
            scope.visitors,
            Column("bounce_rate", "Bounce rate", Kind.RATE, rank=6),
            Column("hits", "Hits", Kind.COUNT, rank=2),
            Column("bot_hits", "of them bots", Kind.COUNT, rank=5),
            Column("bytes_sent", "Sent", Kind.BYTES, rank=4),
        ),
        rows=tuple(
            (
                *(site, views, over(views, total), visits, visitors, over(bounces, visits)),
                *(hits, bot_hits, sent),
            )
            for site, views, visits, visitors, bounces, hits, bot_hits, sent, _, total in found
        ),
        lead="pageviews",
        more=remaining(found, 8),
    )


def _of_pages(scope: Scope) -> Section:
    found = scope.of_pages("hosts_pages", limit=scope.most)
    rows = tuple(
        (site, views, over(views, total), visits, visitors, over(bounces, entries), *_UNKNOWN)
        for site, views, visits, visitors, bounces, entries, _, total in found
    )
    notes = (EACH_PAGE,) if scope.several_pages else ()
    return _filtered(scope, rows, remaining(found, 6), notes)


def _of_values(scope: Scope, by: Filter) -> Section:
    found = scope.by_day("hosts_values", dimension=by.dimension, **by.values, limit=scope.most)
    rows = tuple(
        (
            *(site, views, over(views, total), visits, distinct(by, visitors, together)),
            *(Mark.UNKNOWN, *_UNKNOWN),
        )
        for site, views, visits, visitors, together, _, total in found
    )
    return _filtered(scope, rows, remaining(found, 5), scope.day_notes)


def _filtered(
    scope: Scope, rows: tuple[tuple[Value, ...], ...], more: int, notes: tuple[str, ...]
) -> Section:
    return Section(
        name="hosts",
        title="Hosts",
        columns=(
            _SITE,
            Column("pageviews", "Pageviews", Kind.COUNT),
            Column("share", "Share", Kind.RATE, rank=2),
            Column("visits", "Visits", Kind.COUNT),
            scope.visitors,
            Column("bounce_rate", "Bounce rate", Kind.RATE, rank=3),
            Column("hits", "Hits", Kind.COUNT, rank=4),
            Column("bot_hits", "", Kind.COUNT),
            Column("bytes_sent", "Sent", Kind.BYTES, rank=5),
        ),
        rows=rows,
        lead="pageviews",
        more=more,
        notes=notes,
    )
