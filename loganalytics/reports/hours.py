# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `hours`: when in the week people come, by the clock of the database's zone."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section, Value
from loganalytics.reports.scope import EACH_PAGE, Scope
from loganalytics.reports.slices import WEEKDAYS


def hours(scope: Scope) -> Section:
    """All 168 hours of the week, from Monday 0 on; no rows if nobody came in any.

    The hour that a clock change skips is empty on that day, the one it repeats holds both.
    """
    if not scope.by_path:
        found = scope.by_bucket("buckets")
    else:
        found = scope.by_bucket("buckets_pages", **scope.paths)
    counts = {(day, hour): [0, 0] for day in range(7) for hour in range(24)}
    for bucket, views, visits in found:
        local = scope.local(bucket)
        counted = counts[local.weekday(), local.hour]
        counted[0] += views
        counted[1] += visits
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (WEEKDAYS[day], hour, *counted) for (day, hour), counted in counts.items()
    )
    return Section(
        name="hours",
        title="Hours of the week",
        columns=(
            Column("weekday", "Day", Kind.TEXT),
            Column("hour", "Hour", Kind.COUNT),
            Column("pageviews", "Pageviews", Kind.COUNT),
            Column("visits", "", Kind.COUNT),
        ),
        rows=rows if any(any(row[2:]) for row in rows) else (),
        lead="pageviews",
        heat=("weekday", "hour"),
        notes=(EACH_PAGE,) if scope.several_pages else (),
    )
