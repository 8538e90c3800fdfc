# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of hits that are no pageviews, or of all hits: downloads, bots, status."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports.scope import Scope, over, remaining

_HITS = Column("hits", "Hits", Kind.COUNT)
_SHARE = Column("share", "Share", Kind.RATE, rank=1)
_SENT = Column("bytes_sent", "Sent", Kind.BYTES, rank=3)


def downloads(scope: Scope) -> Section:
    """Documents and archives by hits."""
    found = scope.by_day("downloads", path=scope.pattern, limit=scope.most)
    return Section(
        name="downloads",
        title="Downloads",
        columns=(
            Column("path", "Path", Kind.PATH),
            scope.place,
            _HITS,
            _SHARE,
            scope.visitors,
            _SENT,
        ),
        rows=tuple(
            (path, site, hits, over(hits, total), visitors, sent)
            for site, path, hits, sent, visitors, _, total in found
        ),
        lead="hits",
        more=remaining(found, 5),
        notes=scope.day_notes,
    )


def bots(scope: Scope) -> Section:
    """Crawlers and other agents that are no persons, by hits."""
    found = scope.by_day("bots", limit=scope.most)
    return Section(
        name="bots",
        title="Bots",
        columns=(
            Column("bot", "Bot", Kind.TEXT),
            Column("kind", "Kind", Kind.TEXT, rank=2),
            _HITS,
            _SHARE,
            Column("visitors", "", Kind.COUNT),
            _SENT,
        ),
        rows=tuple(
            (bot, kind, hits, over(hits, total), visitors, sent)
            for bot, kind, hits, sent, visitors, _, total in found
        ),
        lead="hits",
        more=remaining(found, 5),
        notes=scope.day_notes,
    )


def status(scope: Scope) -> Section:
    """HTTP statuses by hits, those of bots among them."""
    found = scope.by_bucket("status", limit=scope.most)
    return Section(
        name="status",
        title="Status",
        columns=(
            Column("status", "Status", Kind.STATUS),
            _HITS,
            _SHARE,
            Column("bot_hits", "of them bots", Kind.COUNT, rank=2),
            _SENT,
        ),
        rows=tuple(
            (code, hits, over(hits, total), bot_hits, sent)
            for code, hits, sent, bot_hits, _, total in found
        ),
        lead="hits",
        more=remaining(found, 4),
    )
