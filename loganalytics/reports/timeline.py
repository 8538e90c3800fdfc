# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `timeline`: the range in slices, the empty ones too."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Section, Value
from loganalytics.reports.filtered import sliced
from loganalytics.reports.scope import EACH_PAGE, Scope


def timeline(scope: Scope) -> Section:
    """One row a slice, in order of time."""
    rows: list[tuple[Value, ...]] = []
    known = scope.filter is None
    # What a filter leaves has no hits and no bytes: its pageviews are kept.
    lacks = () if known else (None, None)
    for each, counts in zip(scope.slices, sliced(scope, scope.slices), strict=True):
        rows.append((scope.local(each.start), scope.local(each.end), each.label, *counts, *lacks))
    one_day = scope.unit in ("hour", "day") or scope.period.days == 1
    return Section(
        name="timeline",
        title=f"Timeline by {scope.unit}",
        columns=(
            Column("start", "", Kind.INSTANT),
            Column("end", "", Kind.INSTANT),
            Column("label", scope.unit.capitalize(), Kind.TEXT),
            Column("pageviews", "Pageviews", Kind.COUNT),
            Column("visits", "Visits", Kind.COUNT, rank=1),
            Column("visitors", "Visitors" if one_day else "Visitors (daily)", Kind.COUNT, rank=2),
            Column("hits", "Hits" if known else "", Kind.COUNT, rank=3),
            Column("bytes_sent", "Sent" if known else "", Kind.BYTES, rank=4),
        ),
        rows=tuple(rows),
        lead="pageviews",
        notes=_notes(scope),
    )


def _notes(scope: Scope) -> tuple[str, ...]:
    notes = []
    if scope.several_pages:
        notes.append(EACH_PAGE)
    if scope.by_value:
        notes += scope.day_notes
    if scope.unit == "hour":
        notes.append(
            "A visit stands in the hour it begins, a visitor in that of the day's first pageview."
        )
    cut = [each.label for each in (scope.slices[0], scope.slices[-1]) if not each.whole]
    if cut and scope.unit != "hour":
        notes.append(f"Only partly in the range: {', '.join(dict.fromkeys(cut))}.")
    return tuple(notes)
