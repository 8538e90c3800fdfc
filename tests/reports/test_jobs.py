# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a report is made side by side."""

from __future__ import annotations

from collections import deque

from loganalytics.model_report import SECTIONS
from loganalytics.reports.jobs import jobs, next_of


def test_each_section_is_in_one_group() -> None:
    for filtered in (False, True):
        names = [name for group in jobs(SECTIONS, filtered=filtered) for name in group]
        assert sorted(names) == sorted(SECTIONS)


def test_sections_that_read_the_same_sums_are_in_one_group() -> None:
    asked = ("entry", "os", "summary", "bots", "pages", "ai_pages", "status", "countries")
    assert jobs(asked, filtered=False) == [
        ("entry", "pages"),
        ("os", "summary", "countries"),
        ("bots", "ai_pages"),
        ("status",),
    ]


def test_with_a_filter_pages_are_summed_up_with_values() -> None:
    asked = ("status", "pages", "countries")
    assert jobs(asked, filtered=True) == [("pages", "countries"), ("status",)]


def test_what_takes_long_is_begun_first() -> None:
    asked = ("events", "bandwidth", "status", "pages")
    assert jobs(asked, filtered=False) == [("bandwidth",), ("pages",), ("events",), ("status",)]


def test_each_group_is_taken_once() -> None:
    waiting = deque([("pages",), ("status",)])
    assert [next_of(waiting) for _ in range(4)] == [("pages",), ("status",), None, None]
