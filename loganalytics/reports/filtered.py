# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of the pageviews that a filter leaves.

By path it is kept by page, with visits and all. By any other field, visits and visitors are kept
for that field alone, by day, and other fields in pairs with it: pageviews only, folded to k.
"""

from __future__ import annotations

from dataclasses import dataclass

from loganalytics.model_report import FOLDED, OTHER, Mark, Value
from loganalytics.reports.filters import ALL, Filter
from loganalytics.reports.scope import Scope, remaining
from loganalytics.reports.slices import Slice

_ALONE = (
    "What else these pageviews have in common is kept as pageviews alone: no visits, no visitors."
)
NEITHER = (Mark.UNKNOWN, Mark.UNKNOWN)  # visits and visitors: pairs know none


@dataclass(frozen=True, slots=True)
class Paired:
    """The values of a dimension among the pageviews of a filter."""

    rows: tuple[tuple[str, str, int], ...]  # site ('' but for pages), value, pageviews
    whole: int  # pageviews of the filter
    more: int  # rows that the limit left out
    last: int  # rows at the end that stay there
    notes: tuple[str, ...]
    common: tuple[str, ...]  # those that are the same for any dimension
    partial: bool = False  # the notes say what the rows may lack


def counts(scope: Scope, by: Filter) -> tuple[int, int, Value]:
    """Pageviews, visits and visitors of a filter by value, over the days that the range touches."""
    found = scope.by_day("summary_values", dimension=by.dimension, **by.values)
    views, visits, visitors, together = found[0]
    return views, visits, distinct(by, visitors, together)


def distinct(by: Filter, visitors: int, together: int) -> Value:
    """The visitors of a filter by value, if none of them can be counted twice.

    `together`: how many of the values met on one day of a site at most. A visitor is one of a day
    and of a site.
    """
    return visitors if together < 2 or by.one_a_visitor else Mark.UNKNOWN


def sliced(scope: Scope, slices: tuple[Slice, ...]) -> list[tuple[Value, ...]]:
    """Pageviews, visits and visitors of each slice; without a filter also hits and bytes.

    By value, each slice is a day or some.
    """
    by = scope.filter
    if by is None:
        return [row[1:] for row in scope.traffic_sliced("timeline", slices)]
    if scope.by_path:
        return [row[1:] for row in scope.sliced("timeline_pages", slices, **scope.paths)]
    found = scope.by_days("timeline_values", slices, dimension=by.dimension, **by.values)
    return [
        (views, visits, distinct(by, visitors, together))
        for _, views, visits, visitors, together in found
    ]


def paired(scope: Scope, by: Filter, dimension: str, title: str) -> Paired:
    """The values of `dimension`, the one with the most pageviews first; `title`: of its column.

    What was folded away from the filter's value is the last row, so that the rows add up to the
    pageviews of the filter: but for campaigns, which most pageviews have none of. Of those a note
    says how many there may be.
    """
    found = scope.of_pairs("pairs", of=dimension, limit=scope.most)
    views = scope.views_of_days if by.field == "path" else counts(scope, by)[0]
    known, other = found[0][4:] if found else (0, 0)
    # A view whose request and pixel came by two ingests is one in `pages`, but two in the pairs.
    whole = max(views, known)
    rows = [(site, value, count) for site, value, count, *_ in found]
    folded = 0 if dimension == "utm_campaign" else whole - known
    if folded:
        rows.append(("", FOLDED, folded))
    kept, lost = scope.of_pairs("paired", of=dimension)[0]
    missing: tuple[str, ...] = ()
    if whole and not found and not kept:
        missing = _never_kept(scope, by, dimension, title)
    elif dimension == "utm_campaign" and not by.everything:
        missing = _perhaps(scope, by, min(lost, whole - known), known, whole)
    halves = (
        (other, f"{OTHER} without the {title.lower()}"),
        (folded, f"{FOLDED} without the {_half(by)}"),
    )
    notes = scope.day_notes
    common: tuple[str, ...] = (_ALONE,) if rows else ()
    if scope.meta.k > 1 and other + folded and (kept or found):
        lost_halves = ", ".join(text for count, text in halves if count)
        notes += (f"{(other + folded) / whole:.1%} folded: {lost_halves}.",)
        common += (
            f"Folded, so that nobody stands out: what fewer than k = {scope.meta.k} visitors of a"
            " day share is kept without its rarer half.",
        )
    more = remaining(found, 3)
    return Paired(
        tuple(rows), whole, more, int(folded > 0), (*notes, *missing), common, bool(missing)
    )


def _never_kept(scope: Scope, by: Filter, dimension: str, title: str) -> tuple[str, ...]:
    """Of pageviews of which there is no pair at all; who came by no campaign has none with one."""
    some = scope.by_day("summary_values", dimension=dimension, **ALL)[0][0]
    if dimension == "utm_campaign" and not some:
        return ()
    return (f"No pairs of {title.lower()} and {by.field} were kept at the time.",)


def _perhaps(scope: Scope, by: Filter, most: int, known: int, whole: int) -> tuple[str, ...]:
    """Of the pageviews of a filter that may have come by a campaign, too: pairs do not tell."""
    if most <= 0:
        return ()
    return (
        f"Campaigns: up to {most:,}{' more' if known else ''} of the {whole:,} pageviews may have"
        f" one: pairs of fewer than k = {scope.meta.k} visitors on a day lost their {_half(by)}.",
    )


def _half(by: Filter) -> str:
    return "page" if by.field == "path" else by.field
