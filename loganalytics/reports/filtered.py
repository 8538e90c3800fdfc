# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the pageviews that a filter leaves.

By path it is kept by page, with visits and all. By any other field, visits and visitors are kept
for that field alone, by day, and other fields in pairs with it: pageviews only, folded to k.
"""

from __future__ import annotations

from dataclasses import dataclass

from loganalytics.model_report import Mark, Value
from loganalytics.reports.filters import Filter
from loganalytics.reports.scope import Scope, remaining
from loganalytics.reports.slices import Slice

NEITHER = (Mark.UNKNOWN, Mark.UNKNOWN)  # visits and visitors: pairs know none
_OTHER, _FOLDED = "(other)", "(folded)"


@dataclass(frozen=True, slots=True)
class Paired:
    """The values of a dimension among the pageviews of a filter."""

    rows: tuple[tuple[str, str, int], ...]  # site ('' but for pages), value, pageviews
    whole: int  # pageviews of the filter
    more: int  # rows that the limit left out
    last: int  # rows at the end that stay there
    notes: tuple[str, ...]


def counts(scope: Scope, by: Filter) -> tuple[int, int, Value]:
    """Pageviews, visits and visitors of a filter by value, over the days that the range touches."""
    views, visits, visitors, found = scope.by_day(
        "summary_values", dimension=by.dimension, pattern=by.pattern, but=by.negated
    )[0]
    return views, visits, visitors if found < 2 or by.one_a_visitor else Mark.UNKNOWN


def sliced(scope: Scope, slices: tuple[Slice, ...]) -> list[tuple[Value, ...]]:
    """Pageviews, visits and visitors of each slice; without a filter also hits and bytes.

    By value, each slice is a day or some.
    """
    by = scope.filter
    if by is None:
        return [row[1:] for row in scope.sliced("timeline", slices)]
    if scope.by_path:
        return [row[1:] for row in scope.sliced("timeline_pages", slices, **scope.paths)]
    found = scope.by_days(
        "timeline_values", slices, dimension=by.dimension, pattern=by.pattern, but=by.negated
    )
    alone = by.one_a_visitor or not by.several
    return [
        (views, visits, visitors if alone else Mark.UNKNOWN) for _, views, visits, visitors in found
    ]


def paired(scope: Scope, by: Filter, dimension: str, title: str) -> Paired:
    """The values of `dimension`, the one with the most pageviews first; `title`: of its column.

    What was folded away from the filter's value is the last row, so that the rows add up to the
    pageviews of the filter: but for campaigns, which most pageviews have none of.
    """
    found = scope.by_day(
        "pairs",
        of=dimension,
        by=by.dimension,
        pattern=by.pattern,
        but=by.negated,
        exactly=by.field == "path",
        limit=scope.most,
    )
    views = scope.views_of_days if by.field == "path" else counts(scope, by)[0]
    known, other = found[0][4:] if found else (0, 0)
    # A view whose request and pixel came by two ingests is one in `pages`, but two in the pairs.
    whole = max(views, known)
    rows = [(site, value, count) for site, value, count, *_ in found]
    folded = 0 if dimension == "utm_campaign" else whole - known
    if folded:
        rows.append(("", _FOLDED, folded))
    notes = scope.day_notes
    if whole and not found and not scope.by_day("paired", of=dimension, by=by.dimension)[0][0]:
        notes += (f"No pairs of {title.lower()} and {by.field} were kept at the time.",)
    elif scope.meta.k > 1 and other + folded:
        halves = (
            (other, f"{_OTHER} lost the {title.lower()}"),
            (folded, f"{_FOLDED} lost the {'page' if by.field == 'path' else by.field}"),
        )
        lost = " and ".join(text for count, text in halves if count)
        notes += (
            f"Pairs of fewer than k = {scope.meta.k} visitors on a day lose their rarer half:"
            f" {lost}, {(other + folded) / whole:.1%} of these pageviews.",
        )
    return Paired(tuple(rows), whole, remaining(found, 3), int(folded > 0), notes)
