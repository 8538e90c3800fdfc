# SPDX-License-Identifier: GPL-3.0-or-later
"""The statements that count pages, and the values and pairs of a slice of the days of sites.

What visitors are known for takes many times the memory of what it is made from, so of a slice of
many pageviews it is found for one share of the visitors at a time. Sums over visitors are sums over
shares; but which values k visitors have in common is known only when all shares are counted, and
which pairs are in doubt only when all pairs are, so the shares are gone through again for these.

A share has whole visitors: one that has half of a day's views is no smaller by it.
"""

from __future__ import annotations

from loganalytics.fold.beside import Line

_A_SHARE = 120_000  # rows of day_views or so
_A_SHARE_OF_PAGES = 720_000  # pageviews or so: pages are counted without a list of values for each
_VALUE_PAIRS, _PAGE_PAIRS = {"of_pages": False}, {"of_pages": True}


def shares_of(rows: int) -> int:
    """How many shares of the visitors a slice of so many rows of day_views is counted in."""
    return rows // _A_SHARE + 1


def of_pages(pageviews: int, threads: int) -> tuple[Line, Line]:
    """The counts of pages, of so many pageviews or fewer, for one or two threads."""
    shares = max(pageviews // _A_SHARE_OF_PAGES + 1, min(threads, 2))
    counted = ("page_counts", "day_views")
    return (
        (*_of_each(shares, counted, range(shares // 2)), "titles"),
        (*_of_each(shares, counted, range(shares // 2, shares)), "recent"),
    )


def of_slice(shares: int) -> Line:
    """All of a slice: its values, their pairs, and those of pages."""
    line = _values(shares) + ("daily",) + _pairs(shares)
    return line + _page_pairs(shares, common_known=shares == 1)


def of_slice_for_two(shares: int) -> tuple[Line, Line]:
    """The same for two threads, of which the second has to find the values, too."""
    return (
        _values(shares) + ("daily",) + _pairs(shares),
        _values(shares) + _page_pairs(shares, common_known=False),
    )


def _values(shares: int) -> Line:
    found = _of_each(shares, ("visitor_values", "values", "known_values"))
    return ("value_tables", *found, "day_values", "forget_values")


def _pairs(shares: int) -> Line:
    met = _of_each(shares, ("common_values", "value_pair_views", *_thinned(shares)))
    return (
        "pair_tables",
        *met,
        ("pair_counts", _VALUE_PAIRS),
        "pair_pools",
        ("pairs", _VALUE_PAIRS),
    )


def _page_pairs(shares: int, *, common_known: bool) -> Line:
    common = () if common_known else ("common_values",)
    met = _of_each(shares, (*common, "page_values", "page_pair_views", *_thinned(shares)))
    found_again = ("common_values", "page_values") if shares > 1 else ()  # of one they are there
    doubted = _of_each(shares, (*found_again, "pair_doubts"))
    pairs: Line = (*doubted, "settle_doubts", ("pairs", _PAGE_PAIRS))
    return ("pair_tables", *met, ("pair_counts", _PAGE_PAIRS), "pair_pools", *pairs)


def _thinned(shares: int) -> tuple[str, ...]:
    return ("thin_pairs",) if shares > 1 else ()


def _of_each(shares: int, names: tuple[str, ...], some: range | None = None) -> Line:
    """The statements for each share, or for some of them."""
    return tuple(
        (name, {"shares": shares, "share": share})
        for share in (range(shares) if some is None else some)
        for name in names
    )
