# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report must say where pages were forgotten: sums know of them, rows do not."""

from __future__ import annotations

from loganalytics.reports.scope import Scope, naive

_BY_PATH = frozenset(("pages", "entry", "exit", "downloads", "bandwidth"))


def of_forgotten(scope: Scope, names: list[str]) -> tuple[str, ...]:
    """Said where the report is of all pages, and has sections of pages beside its sums."""
    if scope.filter is not None or _BY_PATH.isdisjoint(names):
        return ()
    start, end = naive(scope.period.start), naive(scope.period.end)
    if not scope.connection.run("reports/forgotten", start=start, end=end):
        return ()
    return (
        "Pages of this range, or of days or sites near it, were forgotten: sums count them still,"
        " and rows by path are what stayed.",
    )
