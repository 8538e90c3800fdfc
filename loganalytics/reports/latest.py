# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside `summary`: the latest day with data against the day before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from loganalytics.asked import midnight
from loganalytics.model_report import Column, Kind, Mark, Section, Value
from loganalytics.reports.filtered import sliced
from loganalytics.reports.scope import Scope
from loganalytics.reports.slices import Slice

_COUNTS = ("pageviews", "visits", "visitors", "hits")
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Days:
    """The latest day and the day before it: each from when to when it is counted, UTC."""

    latest: tuple[datetime, datetime]
    before: tuple[datetime, datetime]
    comparable: bool  # whether both were read as far as they are counted


def latest_days(scope: Scope) -> tuple[Section, ...]:
    """Two sections: the two days, the later first, and by how much each count changed.

    The day is the last one with data, whatever the range of the report; of which but the first
    minutes were read, the one before. Where the logs end before it does, both are counted up to
    that time, on a border of buckets. What is kept by day cannot be cut: of a filter by value both
    days are whole, and while the later one may not be over no change is known. Without data there
    are none.
    """
    days = _days(scope)
    if days is None:
        return ()
    names = _COUNTS if scope.filter is None else _COUNTS[:3]
    before, latest = (row[: len(names)] for row in _counted(scope, days))
    changes: tuple[Value, ...] = (Mark.UNKNOWN,) * len(names)
    if days.comparable:
        changes = tuple(_grown(now, then) for now, then in zip(latest, before, strict=True))
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
            rows=(
                (*_called(scope, days.latest), *latest),
                (*_called(scope, days.before), *before),
            ),
        ),
        Section(
            name="change",
            title="Change",
            columns=tuple(Column(name, name.capitalize(), Kind.CHANGE) for name in names),
            rows=(changes,),
            single=True,
        ),
    )


def _days(scope: Scope) -> _Days | None:
    if scope.whose is None or scope.whose.sound is None:
        return None
    zone, until = scope.meta.zone, scope.whose.read_until
    first, last = scope.whose.sound
    day = scope.local(last).date()
    if until <= midnight(day, zone) and first < midnight(day, zone):
        day = _day_before(scope, day)  # of the new one a part of a bucket was read
    begin, over = midnight(day, zone), midnight(day + _DAY, zone)
    eve = midnight(_day_before(scope, day), zone)
    if until >= over:
        return _Days((begin, over), (eve, begin), comparable=True)
    if scope.by_value:
        return _Days((begin, over), (eve, begin), comparable=False)
    known = until > begin
    end = until if known else last + scope.meta.bucket
    return _Days((begin, end), (eve, _same_time(scope, eve, end)), comparable=known)


def _day_before(scope: Scope, day: date) -> date:
    return scope.local(midnight(day, scope.meta.zone) - _INSTANT).date()  # a zone may skip a day


def _same_time(scope: Scope, begin: datetime, end: datetime) -> datetime:
    """The time of `end`, by the clocks, of the day that begins then, or where it comes next."""
    zone = scope.meta.zone
    day, clock = scope.local(begin).date(), end.astimezone(zone).time()
    then = datetime.combine(day, clock, zone).astimezone(UTC)
    return min(max(then, begin + scope.meta.bucket), midnight(day + _DAY, zone))


def _counted(scope: Scope, days: _Days) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What the day before came to, and the day."""
    # Slices touch: what lies between the two is counted, too.
    borders = sorted({*days.before, *days.latest})
    found = sliced(scope, tuple(Slice(*each, "", whole=True) for each in pairwise(borders)))
    return found[0], found[-1]


def _called(scope: Scope, day: tuple[datetime, datetime]) -> tuple[Value, ...]:
    """The date of a day, today or yesterday, and when it is counted to the end, there."""
    begin = scope.local(day[0]).date()
    today = scope.now.astimezone(scope.meta.zone).date()
    label = {today: "today", today - _DAY: "yesterday"}.get(begin)
    return begin.isoformat(), label, scope.local(day[1])


def _grown(now: Value, then: Value) -> Value:
    if isinstance(now, int) and isinstance(then, int):
        return (now - then) / then if then > 0 else None
    return now if isinstance(now, Mark) else then
