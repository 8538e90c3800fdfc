# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside `summary`: the latest day with data against the day before it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from loganalytics.asked import midnight
from loganalytics.model_report import Column, Kind, Mark, Section, Value
from loganalytics.reports.filtered import sliced
from loganalytics.reports.scope import Scope
from loganalytics.reports.slices import Slice

_COUNTS = ("pageviews", "visits", "visitors", "hits")
_DAY = timedelta(days=1)


def latest_days(scope: Scope) -> tuple[Section, ...]:
    """Two sections: the two days, the later first, and by how much each count changed.

    The day is today if the database has data for it, else the last day with data, whatever the
    range of the report. Its data may end before it does: then both days are counted up to that
    time. What is kept by day cannot be: of a filter by value both days are whole, and while the
    later one may not be over no change is known. Without data there are none.
    """
    if scope.last is None:
        return ()
    today = scope.now.astimezone(scope.meta.zone).date()
    day = scope.local(scope.last).date()
    over = scope.last + scope.meta.bucket >= midnight(day + _DAY, scope.meta.zone)
    ends = _ends(scope, day, whole=over or scope.by_value is not None)
    names = _COUNTS if scope.filter is None else _COUNTS[:3]
    before, latest = (row[: len(names)] for row in _counted(scope, day, ends))
    labels = ("today", "yesterday") if day == today else (None, None)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (each.isoformat(), label, scope.local(end), *counts)
        for each, label, end, counts in zip(
            (day, day - _DAY), labels, ends[::-1], (latest, before), strict=True
        )
    )
    changes = (_grown(now, then) for now, then in zip(latest, before, strict=True))
    counts = tuple(Column(name, name.capitalize(), Kind.COUNT) for name in names)
    return (
        Section(
            name="latest_days",
            title="Latest day",
            columns=(
                Column("day", "Day", Kind.TEXT),
                Column("label", "", Kind.TEXT),
                Column("end", "", Kind.INSTANT),
                *counts,
            ),
            rows=rows,
        ),
        Section(
            name="change",
            title="Change",
            columns=tuple(Column(name, name.capitalize(), Kind.CHANGE) for name in names),
            rows=(tuple(changes) if over or not scope.by_value else (Mark.UNKNOWN,) * len(names),),
            single=True,
        ),
    )


def _ends(scope: Scope, day: date, *, whole: bool) -> tuple[datetime, datetime]:
    """Up to when the day before and the day are counted: to their end, or as far as data go."""
    zone, bucket = scope.meta.zone, scope.meta.bucket
    begun, over = midnight(day, zone), midnight(day + _DAY, zone)
    if whole or scope.last is None:
        return begun, over
    end = scope.last + bucket
    clock = end.astimezone(zone).time()
    then = datetime.combine(day - _DAY, clock, zone).astimezone(UTC)
    # Where clocks skip midnight, no day has that time.
    return min(max(then, midnight(day - _DAY, zone) + bucket), begun), end


def _counted(
    scope: Scope, day: date, ends: tuple[datetime, datetime]
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What the day before came to, and the day."""
    zone = scope.meta.zone
    borders = [midnight(day - _DAY, zone), ends[0], midnight(day, zone), ends[1]]
    if borders[1] == borders[2]:
        del borders[1]
    # Slices touch: what lies between two times is counted, too.
    found = sliced(scope, tuple(Slice(*each, "", whole=True) for each in pairwise(borders)))
    return found[0], found[-1]


def _grown(now: Value, then: Value) -> Value:
    if isinstance(now, int) and isinstance(then, int):
        return (now - then) / then if then > 0 else None
    return now if isinstance(now, Mark) else then
