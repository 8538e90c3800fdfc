# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of a report compared with those of an earlier range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate, pairwise

from loganalytics.model_report import Section, Value
from loganalytics.reports.changes import not_of_rows, of_rows, of_summary, of_timeline
from loganalytics.reports.comparison import Comparison
from loganalytics.reports.pairing import pair
from loganalytics.reports.scope import Scope
from loganalytics.reports.slices import Slice

_BY_SLICE = ("error_timeline",)  # whose rows have no counterpart before
Make = Callable[[Scope], Section]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What sections are compared with."""

    comparison: Comparison
    scope: Scope  # of the earlier range, without a limit
    limit: int  # how far down the earlier rows those are looked for that are gone; 0: all
    data: tuple[datetime, datetime] | None  # from the first hit known to after the last, UTC

    @property
    def known(self) -> bool:
        """Whether data reach back to the earlier range."""
        return self.data is not None and self.data[0] < self.comparison.period.end


def earlier(
    scope: Scope, comparison: Comparison, limit: int, data: tuple[datetime, datetime] | None
) -> Earlier:
    """Return what the sections of a scope are compared with; `data`: first and last bucket."""
    before = replace(scope, period=comparison.period, slices=(), limit=0, last=None)
    span = (data[0], data[1] + scope.meta.bucket) if data else None
    return Earlier(comparison, before, limit, span)


def against(now: Section, scope: Scope, before: Earlier, make: Make) -> Section:
    """Return a section, which `make` made of all its rows, compared with an earlier range."""
    if now.name == "timeline":
        return _timeline(now, scope, before, make)
    if not now.single and (not now.lead or now.name in _BY_SLICE):
        return now
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
    return of_rows(now, then, before.limit)


def _timeline(now: Section, scope: Scope, before: Earlier, make: Make) -> Section:
    paired = pair(scope.slices, scope.unit, scope.period, before.comparison)
    first, until = before.data or (None, None)
    known = [each if each and first and each.end > first else None for each in paired.counterparts]
    counts = _counts(known, before.scope, make)
    section = of_timeline(now, paired.counterparts, counts, until)
    return replace(section, notes=(*section.notes, *paired.notes))


def _counts(counterparts: Sequence[Slice | None], scope: Scope, make: Make) -> list[Value]:
    """The lead in each counterpart. Slices of a query touch, so gaps are asked about, too."""
    known = [each for each in counterparts if each]
    borders = sorted({instant for each in known for instant in (each.start, each.end)})
    slices = tuple(Slice(start, end, "", whole=True) for start, end in pairwise(borders))
    if not slices:
        return [None] * len(counterparts)
    section = make(replace(scope, slices=slices))
    lead = [column.name for column in section.columns].index(section.lead)
    counts = [count if isinstance(count := row[lead], int) else 0 for row in section.rows]
    until = dict(zip(borders, accumulate(counts, initial=0), strict=True))
    return [until[each.end] - until[each.start] if each else None for each in counterparts]


def _kept_by_day(section: Section, scope: Scope) -> bool:
    return not set(scope.day_notes).isdisjoint(section.notes)


def _same_day(one: Scope, other: Scope) -> bool:
    first = max(one.period.first_day, other.period.first_day)
    return first < min(one.period.after_day, other.period.after_day)
