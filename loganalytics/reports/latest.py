# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside `summary`: the latest day with data against the day before it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from loganalytics.asked import midnight
from loganalytics.model_report import Column, Kind, Mark, Section, Value
from loganalytics.reports.filtered import sliced
from loganalytics.reports.scope import Scope
from loganalytics.reports.slices import Slice

_COUNTS = ("pageviews", "visits", "visitors", "hits")


def latest_days(scope: Scope) -> tuple[Section, ...]:
    """Two sections: the two days, the later first, and by how much each count changed.

    The day is today if the database has data for it, else the last day with data, whatever the
    range of the report. Without data there are none.
    """
    if scope.last is None:
        return ()
    zone, one = scope.meta.zone, timedelta(days=1)
    today = scope.now.astimezone(zone).date()
    day = scope.local(scope.last).date()
    borders = [midnight(each, zone) for each in (day - one, day, day + one)]
    slices = tuple(Slice(start, end, "", whole=True) for start, end in pairwise(borders))
    names = _COUNTS if scope.filter is None else _COUNTS[:3]
    before, latest = (row[: len(names)] for row in sliced(scope, slices))
    labels = ("today", "yesterday") if day == today else (None, None)
    rows: tuple[tuple[Value, ...], ...] = (
        (day.isoformat(), labels[0], *latest),
        ((day - one).isoformat(), labels[1], *before),
    )
    counts = tuple(Column(name, name.capitalize(), Kind.COUNT) for name in names)
    changes = tuple(Column(name, name.capitalize(), Kind.CHANGE) for name in names)
    return (
        Section(
            name="latest_days",
            title="Latest day",
            columns=(Column("day", "Day", Kind.TEXT), Column("label", "", Kind.TEXT), *counts),
            rows=rows,
        ),
        Section(
            name="change",
            title="Change",
            columns=changes,
            rows=(tuple(_grown(now, then) for now, then in zip(latest, before, strict=True)),),
            single=True,
        ),
    )


def _grown(now: Value, then: Value) -> Value:
    if isinstance(now, int) and isinstance(then, int):
        return (now - then) / then if then > 0 else None
    return now if isinstance(now, Mark) else then
