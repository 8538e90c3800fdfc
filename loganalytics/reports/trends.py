# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside a page: its pageviews over the slices of the timeline."""

from __future__ import annotations

from dataclasses import replace

from loganalytics.model_report import Section
from loganalytics.reports.scope import Scope, naive

_MOST = 1000  # rows: nobody looks at more small curves


def with_trends(pages: Section, scope: Scope) -> Section:
    """Return the section `pages` with the trend of each of its rows, if they are not too many."""
    if not pages.rows or len(pages.rows) > _MOST or len(scope.slices) < 2:
        return pages
    names = [column.name for column in pages.columns]
    path, site = names.index("path"), names.index("site")
    keys = [(row[site], row[path]) for row in pages.rows]
    place = {naive(each.start): number for number, each in enumerate(scope.slices)}
    trends = {key: [0] * len(scope.slices) for key in keys}
    found = scope.sliced(
        "trends", scope.slices, sites=[key[0] for key in keys], paths=[key[1] for key in keys]
    )
    for of_site, of_path, start, pageviews in found:
        trends[of_site, of_path][place[start]] = pageviews
    return replace(pages, trends=tuple(tuple(trends[key]) for key in keys))
