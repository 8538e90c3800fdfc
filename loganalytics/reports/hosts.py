# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `hosts`: the sites of the database, each with what people and bots did there."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports.scope import Scope, over, remaining


def hosts(scope: Scope) -> Section:
    """Sites by pageviews; those that only bots asked come last, by hits."""
    found = scope.by_bucket("hosts", limit=scope.most)
    return Section(
        name="hosts",
        title="Hosts",
        columns=(
            Column("site", "Site", Kind.TEXT),
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
