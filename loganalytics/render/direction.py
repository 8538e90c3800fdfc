# SPDX-License-Identifier: GPL-3.0-or-later
"""Which way a number should go, so that colour says the same of a change wherever it stands."""

from __future__ import annotations

from loganalytics.model_report import Mark, Value

# More of anything else is neither better nor worse: hits may be those of bots, and fewer exits of
# one page are more of another.
_MORE = frozenset(("pageviews", "visits", "visitors", "entries", "mean_duration_s", "mean_time_s"))
_LESS = frozenset(
    (
        "bounces",
        "bounce_rate",
        "p50_s",
        "p90_s",
        "p99_s",
        "not_found",
        "forbidden",
        "server_errors",
    )
)


def is_better(change: Value, name: str) -> bool | None:
    """Whether a change of the number of a name, or of its column X_change, is for the better.

    None where there is none to speak of, or neither way is.
    """
    if isinstance(change, Mark):
        grew = {Mark.NEW: True, Mark.GONE: False}.get(change)
    elif isinstance(change, int | float) and round(change, 2):
        grew = change > 0
    else:
        grew = None
    counted = name.removesuffix("_change")
    if grew is None or counted not in _MORE | _LESS:
        return None
    return grew is (counted in _MORE)
