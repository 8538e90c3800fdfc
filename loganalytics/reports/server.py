# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of hits that are no pageviews, or of all hits: downloads, bandwidth, status."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports import pathless
from loganalytics.reports.scope import Scope, over, remaining

_HITS = Column("hits", "Hits", Kind.COUNT)
_SHARE = Column("share", "Share", Kind.RATE, rank=1)
_SENT = Column("bytes_sent", "Sent", Kind.BYTES, rank=3)


def downloads(scope: Scope) -> Section:
    """Documents and archives by hits."""
    found = scope.by_day("downloads", **scope.paths, limit=scope.most)
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


def bandwidth(scope: Scope) -> Section:
    """Paths by what was sent of them, to people and bots."""
    found = scope.by_months("bandwidth", **scope.paths, limit=scope.most)
    lost = pathless.of_bandwidth(scope)
    return Section(
        name="bandwidth",
        title="Bandwidth",
        columns=(
            Column("path", "Path", Kind.PATH),
            scope.place,
            Column("bytes_sent", "Sent", Kind.BYTES),
            _SHARE,
            Column("hits", "Hits", Kind.COUNT, rank=2),
        ),
        rows=tuple(
            (path, site, sent, over(sent, total), hits)
            for site, path, hits, sent, _, total in found
        ),
        lead="bytes_sent",
        more=remaining(found, 4),
        notes=(*scope.day_notes, *lost, *pathless.among(path for _, path, *_ in found)),
        partial=bool(lost),
    )


def status(scope: Scope) -> Section:
    """HTTP statuses by hits, those of bots among them."""
    found = scope.of_traffic("status", limit=scope.most)
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
