# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from loganalytics.errors import UsageError
from loganalytics.reports.ordering import Order
from tests.reports.conftest import Ask, only
from tests.reports.database import counts, make
from tests.reports.fortnight import leads


def test_rows_are_ordered_by_any_column_of_numbers(ask: Ask) -> None:
    section = only(ask("pages", order=Order("mean_time_s")))
    assert [(row["path"], row["mean_time_s"]) for row in section.dicts()] == [
        ("/", 52.0),
        ("/blog/x", 32.0),
        ("/", 5.0),
    ]
    upwards = only(ask("pages", order=Order("mean_time_s", ascending=True)))
    assert [row["mean_time_s"] for row in upwards.dicts()] == [5.0, 32.0, 52.0]


def test_equal_rows_keep_their_order_and_those_without_a_value_come_last(ask: Ask) -> None:
    # Both pages of a.example have 4 visits; the first has the lower path.
    section = only(ask("pages", order=Order("visits", ascending=True)))
    assert [(row["site"], row["path"], row["visits"]) for row in section.dicts()] == [
        ("b.example", "/", 3),
        ("a.example", "/", 4),
        ("a.example", "/blog/x", 4),
    ]
    morning = {"start": "2026-10-01T10:00", "end": "2026-10-01T11:00"}
    for ascending in (False, True):
        rows = only(ask("pages", order=Order("bounce_rate", ascending), **morning)).dicts()
        assert rows[-1]["bounce_rate"] is None


def test_the_limit_cuts_behind_the_order(ask: Ask) -> None:
    section = only(ask("pages", order=Order("mean_time_s", ascending=True), limit=1))
    assert [(row["site"], row["path"]) for row in section.dicts()] == [("b.example", "/")]
    assert section.more == 2


def test_the_column_is_shown_whatever_the_width(ask: Ask) -> None:
    section = only(ask("pages", order=Order("bounces")))
    (column,) = [column for column in section.columns if column.name == "bounces"]
    assert (column.title, column.rank) == ("Bounces", 0)


def test_a_timeline_can_be_ordered_too_and_then_has_a_limit(ask: Ask) -> None:
    section = only(ask("timeline", by="day", start="2026-09-30", order=Order("hits"), limit=2))
    assert [(row["label"], row["hits"]) for row in section.dicts()] == [
        ("2026-10-01 Thu", 42),
        ("2026-10-02 Fri", 14),
    ]


def test_ordered_hours_are_a_list_and_no_map_and_then_have_a_limit(ask: Ask) -> None:
    section = only(ask("hours", order=Order("pageviews"), limit=2))
    assert [row[:3] for row in section.rows] == [("Thu", 10, 10), ("Fri", 12, 5)]
    assert (section.heat, section.more) == ((), 166)
    assert only(ask("hours", limit=2)).heat == ("weekday", "hour")
    assert len(only(ask("hours", limit=2)).rows) == 168


def test_outcomes_are_ordered_and_their_rows_add_up_to_the_lines(ask: Ask, tmp_path: Path) -> None:
    ledger = "lines bot pageview hits pageviews source format geo lists"
    path = make(
        tmp_path / "lines.duckdb",
        traffic=[{"bucket": datetime(2026, 10, 1, 8), "hits": 1}],
        ingests=[
            counts(ledger, 10, 7, 3, 10, 3, "a.log", "x", "", "")
            | {"ingest_id": 1, "ingested": datetime(2026, 10, 2), "seconds": 1.0}
            | {"first": datetime(2026, 10, 1, 8), "last": datetime(2026, 10, 1, 9)}
        ],
    )
    for ascending, first in ((False, ["bot", "pageview"]), (True, ["pageview", "bot"])):
        section = only(ask("outcomes", path_of=path, order=Order("lines", ascending)))
        assert [row[0] for row in section.rows] == first
        assert sum(row[1] for row in section.rows) == 10


def test_a_column_of_a_comparison_is_shown_with_its_number(week: Ask) -> None:
    section = only(week("pages", order=Order("exits_change")))
    shown = {column.name: column.rank for column in section.columns if column.of == "exits"}
    assert shown["exits_change"] == 0
    assert next(column.rank for column in section.columns if column.name == "exits") == 0


@pytest.mark.parametrize(
    ("sections", "column", "choices"),
    [
        (("pages",), "path", "pageviews, share, visitors, visits, entries, exits, bounces"),
        (("sources",), "hits", "visits, share, visitors, pageviews"),
        (("pages", "sources"), "entries", "sources has no column 'entries'"),
        (("recent",), "minute", "it has none"),
        (("pages",), "", "pageviews, share"),
    ],
)
def test_an_unknown_column_is_a_usage_error_that_names_the_choices(
    ask: Ask, sections: tuple[str, ...], column: str, choices: str
) -> None:
    with pytest.raises(UsageError, match=choices):
        ask(*sections, order=Order(column))


@pytest.mark.parametrize("sections", [(), ("summary",)])
def test_an_order_needs_a_section_of_rows(ask: Ask, sections: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="name the sections"):
        ask(*sections, order=Order("visits"))


def test_rows_of_a_comparison_can_be_ordered_by_their_change(week: Ask) -> None:
    section = only(week("pages", order=Order("pageviews_change")))
    assert [row[0] for row in leads(section)] == ["/fresh", "/both", "/", "/old", "/older"]
    upwards = only(week("pages", order=Order("pageviews_change", ascending=True), limit=3))
    assert [row[0] for row in leads(upwards)] == ["/old", "/older", "/"]
    assert upwards.more == 2


def test_rows_that_are_gone_stay_last_in_any_other_order(week: Ask) -> None:
    section = only(week("pages", order=Order("pageviews", ascending=True)))
    assert [row[0] for row in leads(section)] == ["/both", "/fresh", "/", "/old", "/older"]


def test_what_was_folded_away_stays_the_last_row(ask: Ask) -> None:
    wish = {"path": "/blog/x", "start": "2026-10-01", "end": "2026-10-02"}
    section = only(ask("sources", order=Order("pageviews", ascending=True), **wish))
    assert [row[0] for row in section.rows] == ["(other)", "Google", "(folded)"]
    cut = only(ask("sources", order=Order("pageviews"), limit=1, **wish))
    assert [row[0] for row in cut.rows] == ["Google", "(folded)"]
    assert cut.more == 1
