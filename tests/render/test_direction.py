# SPDX-License-Identifier: GPL-3.0-or-later
"""A change has the same colour in a terminal and on a page: that of what it means."""

from __future__ import annotations

import pytest

from loganalytics.model_report import Mark, Value
from loganalytics.render.direction import is_better
from loganalytics.render.page.values import change
from loganalytics.render.table import change_style

GOOD = ("pageviews", "visits", "visitors", "entries", "mean_duration_s", "mean_time_s")
BAD = ("bounces", "bounce_rate", "p50_s", "p90_s", "p99_s", "not_found", "forbidden")
NEITHER = ("hits", "bot_hits", "bytes_sent", "exits", "views_per_visit", "returning_visits")


@pytest.mark.parametrize(
    ("names", "better"), [(GOOD, True), ((*BAD, "server_errors"), False), (NEITHER, None)]
)
def test_more_is_better_worse_or_neither(names: tuple[str, ...], better: bool | None) -> None:
    colour = {True: "green", False: "red", None: ""}
    word = {True: "up good", False: "up bad", None: "up"}
    for name in names:
        for asked in (name, f"{name}_change"):
            assert is_better(0.5, asked) is better
            assert is_better(Mark.NEW, asked) is better
            less = None if better is None else not better
            assert (is_better(-0.5, asked), is_better(Mark.GONE, asked)) == (less, less)
            assert change_style(0.5, asked) == colour[better]
            assert change_style(-0.5, asked) == colour[less]
            assert f'class="{word[better]}"' in str(change(0.5, asked))


@pytest.mark.parametrize("value", [None, Mark.UNKNOWN, 0.0, 0.004, -0.004])
def test_what_is_no_change_has_no_colour(value: Value) -> None:
    for name in GOOD + BAD + NEITHER:
        assert is_better(value, name) is None
        assert change_style(value, name) == "dim"
