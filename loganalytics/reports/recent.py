# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `recent`: the one list of single pageviews."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports.scope import Scope, remaining


def recent(scope: Scope) -> Section:
    """Those of the 50 latest pageviews that lie in the range, the latest first."""
    found = scope.by_bucket("recent", **scope.paths, limit=scope.most)
    return Section(
        name="recent",
        title="Recent pageviews",
        columns=(
            Column("minute", "Minute", Kind.INSTANT),
            Column("path", "Path", Kind.PATH),
            scope.place,
            Column("device", "Device", Kind.TEXT, rank=3),
            Column("browser", "Browser", Kind.TEXT, rank=1),
            Column("os", "OS", Kind.TEXT, rank=2),
            Column("entry", "Entry", Kind.FLAG, rank=4),
        ),
        rows=tuple(
            (scope.local(minute), path, site, device, browser, os, entry)
            for minute, site, path, device, browser, os, entry, _ in found
        ),
        more=remaining(found, 7),
    )
