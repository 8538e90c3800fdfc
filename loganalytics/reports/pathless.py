# SPDX-License-Identifier: GPL-3.0-or-later
"""What sections of hits by path must say of hits that are kept as '(other)', without a path.

Of a day only the paths with the most hits are kept, or those that k visitors met. A filter by path
finds none of the others, so a section without rows may yet have had some.
"""

from __future__ import annotations

from collections.abc import Iterable

from loganalytics.engine import Row
from loganalytics.model_report import OTHER
from loganalytics.reports.scope import Scope, over

_ANY = "as (other): any of them may belong here"
_UNKNOWN: Row = (0,) * 5  # of a database that did not keep it


def of_events(scope: Scope) -> tuple[str, ...]:
    """Said without a filter, too: how many pages an event happened on is then not known."""
    hits, lost = _only(scope.kept_by_day("events", "pathless_events"))[:2]
    if not lost:
        return ()
    if not _lacking(scope):
        return (
            f"Events: {_part(lost, hits)} are kept without their page, so Pages may be too few.",
        )
    return (f"Events: {_part(lost, hits)} are kept without their page, {_ANY}.",)


def of_response_times(scope: Scope) -> tuple[str, ...]:
    """Of the hits that say how long they took."""
    if not _lacking(scope):
        return ()
    hits, lost = _only(scope.kept_by_day("response_times", "pathless_response_times"))[:2]
    return _said("Response times", lost, _part(lost, hits))


def among(paths: Iterable[str]) -> tuple[str, ...]:
    """Said of these rows of a section, where one of them is '(other)'."""
    if OTHER not in paths:
        return ()
    return (
        f"{OTHER} are the hits of a day on paths beyond those that are kept by name: any other row"
        " may lack some.",
    )


def of_bandwidth(scope: Scope) -> tuple[str, ...]:
    """Of all hits, and of what was sent."""
    if not _lacking(scope):
        return ()
    hits, lost, sent, lost_sent = _only(scope.kept_by_day("bandwidth", "pathless_bandwidth"))[:4]
    share = over(lost_sent, sent) or 0
    return _said("Bandwidth", lost, f"{_part(lost, hits)} ({share:.1%} of what was sent)")


def of_errors(scope: Scope, title: str) -> tuple[str, ...]:
    """Of the hits that failed; `title`: the section's."""
    if not _lacking(scope):
        return ()
    hits, lost, bot_hits, lost_bot_hits, _ = _only(scope.kept_by_day("errors", "pathless_errors"))
    bots = f" and {lost_bot_hits:,} of {bot_hits:,} by bots" if lost_bot_hits else ""
    return _said(title, lost + lost_bot_hits, f"{_part(lost, hits)} by people{bots}")


def of_broken_links(scope: Scope) -> tuple[str, ...]:
    """Said without a filter, too: the section never has such rows."""
    *_, lost = _only(scope.kept_by_day("errors", "pathless_errors"))
    if not lost:
        return ()
    return (f"Broken links: up to {lost:,} more hits are kept without their path, as (other).",)


def of_ai_pages(scope: Scope) -> tuple[str, ...]:
    """Of the hits of AI crawlers."""
    if not _lacking(scope):
        return ()
    hits, lost = _only(scope.of_bot_pages("pathless_bot_pages"))[:2]
    return _said("Fetched by AI crawlers", lost, _part(lost, hits))


def _only(found: list[Row]) -> Row:
    return found[0] if found else _UNKNOWN


def _lacking(scope: Scope) -> bool:
    """Whether the rows of '(other)' are in no section of the report."""
    return scope.by_path and scope.filter is not None and not scope.filter.everything


def _part(lost: int, hits: int) -> str:
    return f"{lost:,} of {hits:,} hits"


def _said(title: str, lost: int, what: str) -> tuple[str, ...]:
    if not lost:
        return ()
    return (f"{title}: {what} are kept without their path, {_ANY}.",)
