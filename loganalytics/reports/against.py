# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of a report compared with those of an earlier range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, pairwise

from loganalytics.model_report import Section, Value
from loganalytics.reports.changes import (
    emptied,
    measured,
    not_of_rows,
    of_rows,
    of_summary,
    of_timeline,
)
from loganalytics.reports.comparison import Comparison, uneven
from loganalytics.reports.pairing import pair
from loganalytics.reports.scope import Scope
from loganalytics.reports.slices import Slice

_BY_SLICE = ("timeline", "error_timeline")  # whose rows are slices of the range
Make = Callable[[Scope], Section]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What sections are compared with."""

    comparison: Comparison
    scope: Scope  # of the earlier range, without a limit
    shown: int  # how many of a section's rows are shown; 0: all
    limit: int  # how far down the earlier rows those are looked for that are gone; 0: all
    data: tuple[datetime, datetime] | None  # from the first hit known to after the last, UTC

    @property
    def known(self) -> bool:
        """Whether data reach back to the earlier range."""
        return self.data is not None and self.data[0] < self.comparison.period.end


def earlier(
    scope: Scope,
    comparison: Comparison,
    *,
    shown: int,
    limit: int,
) -> Earlier:
    """Return what the sections of a scope are compared with."""
    data = scope.whose.sound
    # Of the earlier range no latest day is told.
    whose = replace(scope.whose, sound=None)
    before = replace(scope, period=comparison.period, slices=(), limit=0, whose=whose)
    span = (data[0], data[1] + scope.meta.bucket) if data else None
    return Earlier(comparison, before, shown, limit, span)


def against(now: Section, scope: Scope, before: Earlier, make: Make) -> Section:
    """Return a section, which `make` made of all its rows, compared with an earlier range."""
    if now.name in _BY_SLICE:
        return _timeline(now, scope, before, make)
    if not now.single and not now.lead:
        notes = (f"Not compared: {now.title.lower()}.",) if now.rows else ()
        return replace(now, notes=(*now.notes, *notes))
    if not before.known:
        return of_summary(now, None) if now.single else not_of_rows(now)
    then = make(before.scope)
    if now.single:
        return of_summary(now, then)
    if _kept_by_day(now, scope) or _kept_by_day(then, before.scope):
        if _same_day(scope, before.scope):
            note = "Not compared: the range before touches the same day, and days are kept whole."
            return not_of_rows(now, note)
        now = replace(now, notes=(*now.notes, f"Compared with {before.scope.touched_days}."))
    if now.heat:
        rows = now.rows or tuple(emptied(then, row) for row in then.rows)
        said = uneven(scope.period, before.comparison) if rows else ()
        now = replace(now, rows=rows, notes=(*now.notes, *said))
    return of_rows(now, then, shown=before.shown, limit=before.limit)


def _timeline(now: Section, scope: Scope, before: Earlier, make: Make) -> Section:
    paired = pair(scope.slices, scope.unit, scope.period, before.comparison)
    by_hours = before.comparison.days is None  # else each counterpart cuts days as its slice does
    if (
        by_hours
        and _sliced_by_day(now, scope)
        and any(
            replace(scope.period, start=each.start, end=each.end).cuts_days
            for each in paired.counterparts
            if each
        )
    ):
        return not_of_rows(
            now, "Not compared: the range before cuts days, and days are kept whole."
        )
    first, until = before.data or (None, None)
    known = [each if each and first and each.end > first else None for each in paired.counterparts]
    befores = _befores(now, known, before.scope, make)
    if not now.rows:
        if not any(any(each.values()) for each in befores):
            return not_of_rows(now)
        now = replace(now, rows=_nothing(now, scope))
    section = of_timeline(now, paired.counterparts, befores, until)
    return replace(section, notes=(*section.notes, *paired.notes))


def _sliced_by_day(section: Section, scope: Scope) -> bool:
    """Whether the numbers of a timeline are kept by day."""
    by_path = section.name == "error_timeline" and scope.by_path
    return by_path or scope.by_value is not None


def _befores(
    now: Section, counterparts: Sequence[Slice | None], scope: Scope, make: Make
) -> list[dict[int, Value]]:
    """The numbers in each counterpart, by place of their column; None: not known.

    Slices of a query touch, so gaps are asked about, too, and all numbers of a slice add up.
    """
    places = measured(now)
    known = [each for each in counterparts if each]
    borders = sorted({instant for each in known for instant in (each.start, each.end)})
    slices = tuple(Slice(start, end, "", whole=True) for start, end in pairwise(borders))
    if not slices:
        return [dict.fromkeys(places) for _ in counterparts]
    rows = make(replace(scope, slices=slices)).rows
    number = {border: place for place, border in enumerate(borders)}
    sums = {place: _running(place, rows, len(slices)) for place in places}

    def between(start: datetime, end: datetime, place: int) -> Value:
        until = sums[place]
        if isinstance(until, list):
            return until[number[end]] - until[number[start]]
        return until

    return [
        {place: between(each.start, each.end, place) if each else None for place in places}
        for each in counterparts
    ]


def _running(place: int, rows: Sequence[Sequence[Value]], slices: int) -> list[int] | Value:
    """The sums of a column up to each border of the slices; what else it holds, if no numbers."""
    values = [row[place] for row in rows] or [0] * slices
    counts = [value for value in values if isinstance(value, int)]
    if len(counts) == len(values):
        return list(accumulate(counts, initial=0))
    return next(value for value in values if not isinstance(value, int))


def _nothing(section: Section, scope: Scope) -> tuple[tuple[Value, ...], ...]:
    """The rows of a timeline on which nothing happened."""
    counts = (0,) * len(measured(section))
    return tuple(
        (scope.local(each.start), scope.local(each.end), each.label, *counts)
        for each in scope.slices
    )


def _kept_by_day(section: Section, scope: Scope) -> bool:
    return not set(scope.day_notes).isdisjoint(section.notes)


def _same_day(one: Scope, other: Scope) -> bool:
    first = max(one.period.first_day, other.period.first_day)
    return first < min(one.period.after_day, other.period.after_day)
