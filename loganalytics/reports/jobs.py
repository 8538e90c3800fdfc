# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sections of a report can be made side by side."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from loganalytics.reports.dimensions import dimension_of

# What reads sums that are made once, and so by one thread. Sections of a dimension are of the
# first; with a filter all of these read the same.
_VALUES = ("summary", "timeline", "hosts", "hours")
_PAGES = ("pages", "entry", "exit")
_BOTS = ("bots", "ai_crawlers", "ai_pages")
_LONG = ("values", "pages", "bandwidth", "response_times", "bots")  # begun before all others


def jobs(names: Iterable[str], *, filtered: bool) -> list[tuple[str, ...]]:
    """Group the names of sections: each group is made by one thread, in its order.

    The groups that take long come first, so that no thread is left with one of them at the end.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_group(name, filtered), []).append(name)
    return [tuple(groups[key]) for key in sorted(groups, key=lambda key: key not in _LONG)]


def next_of(waiting: deque[tuple[str, ...]]) -> tuple[str, ...] | None:
    """Take the first group, or None if none is left; several threads may."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _group(name: str, filtered: bool) -> str:
    if name in _PAGES and not filtered:
        return "pages"
    if name in _VALUES or dimension_of(name) or name in _PAGES:
        return "values"
    return "bots" if name in _BOTS else name
