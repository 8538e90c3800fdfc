# SPDX-License-Identifier: GPL-3.0-or-later
"""Section `summary`: the range in a dozen numbers."""

from __future__ import annotations

from loganalytics.model_report import Column, Kind, Mark, Section, Value
from loganalytics.reports.filtered import counts
from loganalytics.reports.filters import Filter
from loganalytics.reports.latest import latest_days
from loganalytics.reports.scope import EACH_PAGE, Scope, over


def summary(scope: Scope) -> Section:
    """One row."""
    if scope.by_path:
        return _of_pages(scope)
    return _of_values(scope, scope.filter) if scope.filter else _everything(scope)


def _everything(scope: Scope) -> Section:
    views, visits, visitors, bounces, returning, seconds = scope.by_bucket("summary")[0]
    hits, bytes_sent, bot_hits = scope.of_traffic("summary_traffic")[0]
    values = (
        *(views, visits, visitors, over(views, visits)),
        *(bounces, over(bounces, visits), over(seconds, visits)),
        *(returning, hits, bot_hits, bytes_sent),
    )
    cells = tuple(zip(_columns(scope, "of them bots"), values, strict=True))
    notes = []
    if scope.period.cuts_days:
        notes.append(
            "A visitor counts at the day's first pageview, so people who came earlier on a day"
            " that the range cuts are missing."
        )
    return _section(scope, cells, tuple(notes))


def _columns(scope: Scope, bots: str) -> tuple[Column, ...]:
    """Those of a summary of visits; `bots`: the title of the hits of bots."""
    return (
        Column("pageviews", "Pageviews", Kind.COUNT),
        Column("visits", "Visits", Kind.COUNT),
        scope.visitors,
        Column("views_per_visit", "Views per visit", Kind.RATIO),
        Column("bounces", "", Kind.COUNT),
        Column("bounce_rate", "Bounce rate", Kind.RATE),
        Column("mean_duration_s", "Mean visit", Kind.DURATION),
        Column("returning_visits", "Returning visits", Kind.COUNT),
        Column("hits", "Hits", Kind.COUNT),
        Column("bot_hits", bots, Kind.COUNT),
        Column("bytes_sent", "Sent", Kind.BYTES),
    )


def _of_pages(scope: Scope) -> Section:
    row = scope.of_pages("summary_pages")[0]
    paths, views, visits, entries, exits, visitors, bounces, seconds = row
    cells: tuple[tuple[Column, Value], ...] = (
        (Column("pageviews", "Pageviews", Kind.COUNT), views),
        (Column("visits", "Visits", Kind.COUNT), visits),
        (scope.visitors, visitors),
        (Column("entries", "Entries (visits begun)", Kind.COUNT), entries),
        (Column("views_per_visit", "", Kind.RATIO), None),
        (Column("bounces", "", Kind.COUNT), bounces),
        (Column("bounce_rate", "Bounce rate", Kind.RATE), over(bounces, entries)),
        (Column("mean_duration_s", "", Kind.DURATION), None),
        (Column("returning_visits", "", Kind.COUNT), None),
        (Column("hits", "", Kind.COUNT), None),
        (Column("bot_hits", "", Kind.COUNT), None),
        (Column("bytes_sent", "", Kind.BYTES), None),
        (Column("exits", "Exits", Kind.COUNT), exits),
        # A visit's last view has no next one that would say how long it was read.
        (Column("mean_time_s", "Mean time on page", Kind.DURATION), over(seconds, views - exits)),
        (Column("paths", "Pages", Kind.COUNT), paths),
    )
    return _section(scope, cells, (EACH_PAGE,) if paths > 1 else ())


def _of_values(scope: Scope, by: Filter) -> Section:
    views, visits, visitors = counts(scope, by)
    columns = _columns(scope, "")
    known: tuple[Value, ...] = (views, visits, visitors, over(views, visits))
    unknown = (Mark.UNKNOWN,) * (len(columns) - len(known))
    cells = tuple(zip(columns, known + unknown, strict=True))
    notes = scope.day_notes
    if visitors is Mark.UNKNOWN:
        notes += (f"Visitors: one may have come with two of these ({by.field}), so n/a.",)
    return _section(scope, cells, notes)


def _section(
    scope: Scope, cells: tuple[tuple[Column, Value], ...], notes: tuple[str, ...]
) -> Section:
    inner = latest_days(scope)
    if scope.by_value and inner:
        (_, before), (change,) = inner[0].rows, inner[1].rows
        if Mark.UNKNOWN not in before and change[0] is Mark.UNKNOWN:
            notes += ("Change n/a: the latest day may not be over, and is kept as a whole.",)
    return Section(
        name="summary",
        title="Summary",
        columns=tuple(column for column, _ in cells),
        rows=(tuple(value for _, value in cells),),
        notes=notes,
        single=True,
        inner=inner,
    )
