# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections `pages`, `entry` and `exit`: a row is a path of a site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from loganalytics.model_report import Column, Kind, Section, Value
from loganalytics.reports.filtered import NEITHER, paired
from loganalytics.reports.filters import Filter, about
from loganalytics.reports.scope import Scope, over, remaining

_PATH = Column("path", "Path", Kind.PATH)
_SHARE = Column("share", "Share", Kind.RATE, rank=2)


def _title(titles: Iterable[Value]) -> Column:
    """The column of these titles, shown if there is any."""
    # Numbers go before it where there is no room, and changes of counts.
    return Column("title", "Title" if any(titles) else "", Kind.TITLE, rank=11)


def pages(scope: Scope) -> Section:
    """Pages by pageviews. `visits` are those that saw the page, wherever they began."""
    if scope.by_value:
        return _filtered(scope, scope.by_value)
    found = scope.titled_pages("pages")
    rows = []
    for site, path, title, *counts, _, total in found:
        views, visits, entries, exits, bounces, visitors, seconds = counts
        rates = (over(bounces, entries), over(seconds, views - exits))
        share = over(views, total)
        rows.append(
            (path, title, site, views, share, visitors, visits, entries, exits, bounces, *rates)
        )
    return Section(
        name="pages",
        title="Pages",
        columns=(
            _PATH,
            _title(title for _, title, *_ in rows),
            scope.place,
            Column("pageviews", "Pageviews", Kind.COUNT),
            _SHARE,
            scope.visitors,
            Column("visits", "Visits", Kind.COUNT, rank=4),
            Column("entries", "Entries", Kind.COUNT, rank=5),
            Column("exits", "Exits", Kind.COUNT, rank=6),
            Column("bounces", "", Kind.COUNT),
            Column("bounce_rate", "Bounce rate", Kind.RATE, rank=8),
            Column("mean_time_s", "Time", Kind.DURATION, rank=3),
        ),
        rows=tuple(rows),
        lead="pageviews",
        more=remaining(found, 10),
    )


def _filtered(scope: Scope, by: Filter) -> Section:
    found = paired(scope, by, "path", "Path")
    titles = scope.titles([(site, path) for site, path, _ in found.rows])
    return Section(
        name="pages",
        title=f"Pages {about(by)}",
        columns=(
            _PATH,
            _title(titles.values()),
            scope.place,
            Column("pageviews", "Pageviews", Kind.COUNT),
            _SHARE,
            replace(scope.visitors, rank=4),
            Column("visits", "Visits", Kind.COUNT, rank=5),
        ),
        rows=tuple(
            (path, titles.get((site, path)), site, count, over(count, found.whole), *NEITHER)
            for site, path, count in found.rows
        ),
        lead="pageviews",
        more=found.more,
        last=found.last,
        notes=found.notes,
        common=found.common,
        partial=found.partial,
    )


def entry(scope: Scope) -> Section:
    """Pages by the visits that began with them."""
    found = scope.titled_pages("entry")
    return Section(
        name="entry",
        title="Entry pages",
        columns=(
            _PATH,
            _title(title for _, _, title, *_ in found),
            scope.place,
            Column("entries", "Entries", Kind.COUNT),
            _SHARE,
            Column("bounces", "Bounces", Kind.COUNT, rank=4),
            Column("bounce_rate", "Bounce rate", Kind.RATE, rank=3),
        ),
        rows=tuple(
            (path, title, site, entries, over(entries, total), bounces, over(bounces, entries))
            for site, path, title, entries, bounces, _, total in found
        ),
        lead="entries",
        more=remaining(found, 5),
    )


def exits(scope: Scope) -> Section:
    """Pages by the visits that ended with them."""
    found = scope.titled_pages("exit")
    return Section(
        name="exit",
        title="Exit pages",
        columns=(
            _PATH,
            _title(title for _, _, title, *_ in found),
            scope.place,
            Column("exits", "Exits", Kind.COUNT),
            _SHARE,
            Column("pageviews", "Pageviews", Kind.COUNT, rank=3),
        ),
        rows=tuple(
            (path, title, site, ends, over(ends, total), views)
            for site, path, title, ends, views, _, total in found
        ),
        lead="exits",
        more=remaining(found, 5),
    )
