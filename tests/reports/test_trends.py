# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from loganalytics.reports.ordering import Order
from tests.reports.conftest import Ask, only


def test_a_page_s_trend_is_its_pageviews_in_each_slice_of_the_timeline(ask: Ask) -> None:
    wish = {"start": "2026-09-30", "end": "2026-10-03", "by": "day", "trends": True}
    section = only(ask("pages", **wish))
    assert [(row["site"], row["path"]) for row in section.dicts()] == [
        ("a.example", "/"),
        ("a.example", "/blog/x"),
        ("b.example", "/"),
    ]
    # The 30th of September, 1st, 2nd and 3rd of October.
    assert section.trends == ((0, 8, 0, 0), (0, 4, 4, 0), (0, 0, 5, 0))


def test_trends_stay_beside_their_rows_in_any_order_and_limit(ask: Ask) -> None:
    wish = {"start": "2026-10-01", "end": "2026-10-02", "by": "day", "trends": True}
    section = only(ask("pages", order=Order("pageviews", ascending=True), limit=2, **wish))
    assert [row["site"] for row in section.dicts()] == ["b.example", "a.example"]
    assert section.trends == ((0, 5), (8, 0))
    # A page of the same name on the other site is another row.
    least = only(ask("pages", order=Order("pageviews", ascending=True), limit=1, **wish))
    assert least.trends == ((0, 5),)
    one = only(ask("pages", site="b.example", path="/*", **wish))
    assert one.trends == ((0, 5),)


def test_a_row_that_is_gone_has_an_empty_trend(ask: Ask, week: Ask) -> None:
    section = only(week("pages", trends=True))
    gone = dict(zip((row["path"] for row in section.dicts()), section.trends, strict=True))
    assert gone["/fresh"] == (0, 0, 0, 27, 0, 0, 0)
    assert gone["/old"] == (0,) * 7


def test_no_trends_are_counted_unless_asked_for_or_of_one_slice(ask: Ask) -> None:
    assert only(ask("pages")).trends == ()
    day = {"start": "2026-10-01", "end": "2026-10-01", "by": "day"}
    assert only(ask("pages", trends=True, **day)).trends == ()
