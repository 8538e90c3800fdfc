# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside `summary`: the latest day with data against the day before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from loganalytics.asked import midnight
from loganalytics.model_report import Column, Kind, Mark, Section, Value, change
from loganalytics.reports.filtered import sliced
from loganalytics.reports.scope import Scope
from loganalytics.reports.sites import Sites
from loganalytics.reports.slices import Slice

_COUNTS = ("pageviews", "visits", "visitors", "hits")
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_Span = tuple[datetime, datetime]  # from when to when, UTC


def latest_days(scope: Scope) -> tuple[Section, ...]:
    """Two sections: the two days, the later first, and by how much each count changed.

    The day is the last one with data, whatever the range of the report; of which but the first
    minutes were read, the one before. Where the logs end before it does, both are counted up to
    the last whole bucket that was read, unless what the day before had later is so little that
    chance may have left it out. What is kept by day cannot be cut: of a filter by value both days
    are whole, and while the later one may not be over no change is known. Nor is anything of a day
    before all data. Without data there are none.
    """
    if scope.whose.sound is None:
        return ()
    latest, before, comparable = _spans(scope, scope.whose, *scope.whose.sound)
    # Slices touch: what lies between the two is counted, too.
    borders = sorted({*before, *latest})
    found = sliced(scope, _touching(borders))
    names = _COUNTS if scope.filter is None else _COUNTS[:3]
    then, now = found[0][: len(names)], found[-1][: len(names)]
    if before[1] <= scope.whose.sound[0]:
        then, comparable = (Mark.UNKNOWN,) * len(names), False
    changes: tuple[Value, ...] = (Mark.UNKNOWN,) * len(names)
    if comparable:
        changes = tuple(map(_grown, now, then))
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
            rows=((*_called(scope, latest), *now), (*_called(scope, before), *then)),
        ),
        Section(
            name="change",
            title="Change",
            columns=tuple(Column(name, name.capitalize(), Kind.CHANGE) for name in names),
            rows=(changes,),
            single=True,
        ),
    )


def _spans(
    scope: Scope, whose: Sites, first: datetime, last: datetime
) -> tuple[_Span, _Span, bool]:
    """From when to when both days are counted, the later first; and whether they compare.

    `first` and `last`: the buckets with hits.
    """
    zone, until = scope.meta.zone, whose.read_until
    day = scope.local(last).date()
    if until <= midnight(day, zone) and first < midnight(day, zone):
        day = _day_before(scope, day)  # of the new one a part of a bucket was read
    latest = midnight(day, zone), midnight(day + _DAY, zone)
    before = midnight(_day_before(scope, day), zone), latest[0]
    if until >= latest[1]:
        return latest, before, True
    if scope.by_value:
        return latest, before, False
    if until <= latest[0]:  # nothing else was ever read
        end = last + scope.meta.bucket
        return (latest[0], end), (before[0], _same_time(scope, before, end)), False
    then = _same_time(scope, before, until)
    if _is_chance(scope, (before[0], then, before[1])):
        return latest, before, True
    return (latest[0], until), (before[0], then), True


def _day_before(scope: Scope, day: date) -> date:
    return scope.local(midnight(day, scope.meta.zone) - _INSTANT).date()  # a zone may skip a day


def _same_time(scope: Scope, day: _Span, end: datetime) -> datetime:
    """The time of `end`, by the clocks, on a day, or where it comes next."""
    zone = scope.meta.zone
    clock = end.astimezone(zone).time()
    then = datetime.combine(scope.local(day[0]).date(), clock, zone).astimezone(UTC)
    return min(max(then, day[0] + scope.meta.bucket), day[1])


def _is_chance(scope: Scope, borders: tuple[datetime, datetime, datetime]) -> bool:
    """Whether of two stretches the second has so little that more or less is no difference.

    Counts of what comes by chance deviate by the root of what they are.
    """
    if borders[1] == borders[2]:
        return True
    first, rest = scope.traffic_sliced("timeline", _touching(borders))
    counts = list(zip(first[1:-1], rest[1:-1], strict=True))  # of people, and all hits
    return bool(counts[-1][0]) and all(of_rest**2 <= of_rest + early for early, of_rest in counts)


def _touching(borders: Sequence[datetime]) -> tuple[Slice, ...]:
    return tuple(Slice(*each, "", whole=True) for each in pairwise(borders))


def _called(scope: Scope, day: _Span) -> tuple[Value, ...]:
    """The date of a day, today or yesterday, and when it is counted to the end, there."""
    begin = scope.local(day[0]).date()
    today = scope.now.astimezone(scope.meta.zone).date()
    label = {today: "today", today - _DAY: "yesterday"}.get(begin)
    return begin.isoformat(), label, scope.local(day[1])


def _grown(now: Value, then: Value) -> Value:
    marks = (each for each in (now, then) if isinstance(each, Mark))
    return next(marks, None) or change(now, then)
