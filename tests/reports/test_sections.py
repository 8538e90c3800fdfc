# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loganalytics.model_report import EXPLAINING, SECTIONS
from tests.reports.conftest import NIGHT, Ask, counts, only
from tests.reports.database import make


def test_the_summary_adds_up_all_buckets_of_the_range(ask: Ask) -> None:
    (row,) = only(ask("summary")).dicts()
    assert row == {
        "pageviews": 21,
        "visits": 9,
        "visitors": 9,
        "views_per_visit": pytest.approx(21 / 9),
        "bounces": 4,
        "bounce_rate": pytest.approx(4 / 9),
        "mean_duration_s": pytest.approx(430 / 9),
        "returning_visits": 1,
        "hits": 56,
        "bot_hits": 7,
        "bytes_sent": 5390,
    }


def test_a_range_includes_its_start_and_not_its_end(ask: Ask) -> None:
    night = NIGHT.replace(tzinfo=UTC)
    begins = only(ask("summary", start=night.isoformat())).dicts()[0]
    ends = only(ask("summary", start="2026-10-01", end=night.isoformat())).dicts()[0]
    assert (begins["pageviews"], ends["pageviews"]) == (9, 12)


def test_rates_are_null_where_nothing_divides(ask: Ask) -> None:
    report = ask("summary", start="2020", end="2020")
    row = only(report).dicts()[0]
    assert row["pageviews"] == row["hits"] == 0
    assert [row[name] for name in ("bounce_rate", "views_per_visit", "mean_duration_s")] == [
        None
    ] * 3
    assert report.empty == (
        "no data from 2020-01-01 00:00 to 2021-01-01 00:00;"
        " the database has data from 2026-10-01 to 2026-10-02"
    )


def test_the_timeline_cuts_days_in_the_zone_and_shows_empty_ones(ask: Ask) -> None:
    section = only(ask("timeline", start="2026-09-30", end="2026-10-02", by="day"))
    assert [tuple(row.values())[2:] for row in section.dicts()] == [
        ("2026-09-30 Wed", 0, 0, 0, 0, 0),
        ("2026-10-01 Thu", 12, 4, 4, 42, 3990),
        ("2026-10-02 Fri", 9, 5, 5, 14, 1400),
    ]
    start = section.dicts()[1]["start"]
    assert isinstance(start, datetime)
    assert start.isoformat() == "2026-10-01T00:00:00+02:00"


def test_pages_carry_their_latest_title_and_stay_apart_by_site(ask: Ask) -> None:
    rows = only(ask("pages")).dicts()
    assert [(row["site"], row["path"], row["title"], row["pageviews"]) for row in rows] == [
        ("a.example", "/", None, 8),
        ("a.example", "/blog/x", "New", 8),
        ("b.example", "/", "Other house", 5),
    ]
    assert [row["share"] for row in rows] == pytest.approx([8 / 21, 8 / 21, 5 / 21])
    assert [row["mean_time_s"] for row in rows] == [260 / 5, 160 / 5, 10 / 2]
    # Two visits came to the second page from another one.
    assert [(row["visits"], row["entries"]) for row in rows] == [(4, 4), (4, 2), (3, 3)]


def test_the_limit_counts_what_it_leaves_out_and_shares_stay_those_of_all(ask: Ask) -> None:
    section = only(ask("pages", limit=1))
    assert section.more == 2
    assert [row["share"] for row in section.dicts()] == [pytest.approx(8 / 21)]


def test_entry_and_exit_pages_are_ordered_by_their_own_count(ask: Ask) -> None:
    entry, exits = ask("exit", "entry").sections
    assert [(row["path"], row["entries"], row["bounces"]) for row in entry.dicts()] == [
        ("/", 4, 1),
        ("/", 3, 2),
        ("/blog/x", 2, 1),
    ]
    # Equal counts: by path, then by site.
    assert [(row["path"], row["site"], row["exits"]) for row in exits.dicts()] == [
        ("/", "a.example", 3),
        ("/", "b.example", 3),
        ("/blog/x", "a.example", 3),
    ]


def test_sources_are_ordered_by_visits(ask: Ask) -> None:
    rows = only(ask("sources")).dicts()
    assert [tuple(row.values()) for row in rows] == [
        ("Google", 6, 6 / 9, 6, 13),
        ("Direct", 3, 3 / 9, 3, 8),
    ]


def test_what_is_kept_by_day_shows_whole_days_and_says_so(ask: Ask) -> None:
    section = only(ask("sources", start="2026-10-01T12:00", end="2026-10-01T13:00"))
    assert [row["visits"] for row in section.dicts()] == [3, 1]
    assert section.notes == ("Kept by day: the whole day 2026-10-01.",)
    assert only(ask("sources")).notes == ()


def test_status_counts_all_hits_and_those_of_bots_among_them(ask: Ask) -> None:
    assert [tuple(row.values()) for row in only(ask("status")).dicts()] == [
        (200, 53, 53 / 56, 7, 5300),
        (404, 3, 3 / 56, 0, 90),
    ]


def test_bots_and_downloads_are_ordered_by_hits(ask: Ask) -> None:
    downloads, bots = ask("downloads", "bots").sections
    assert [(row["bot"], row["kind"], row["hits"]) for row in bots.dicts()] == [
        ("GPTBot", "ai", 5),
        ("Anybot", "seo", 2),
    ]
    assert [(row["path"], row["hits"], row["bytes_sent"]) for row in downloads.dicts()] == [
        ("/a.pdf", 3, 900)
    ]


def test_recent_pageviews_are_the_latest_first_in_local_time(ask: Ask) -> None:
    rows = only(ask("recent")).rows
    assert [str(row[0]) for row in rows] == [
        "2026-10-02 12:07:00+02:00",
        "2026-10-01 10:05:00+02:00",
    ]


def test_one_site_can_be_asked_for(ask: Ask) -> None:
    report = ask("summary", "pages", "sources", "status", site="b.example")
    summary, pages, sources, status = report.sections
    assert (summary.dicts()[0]["pageviews"], summary.dicts()[0]["hits"]) == (5, 8)
    assert [len(section.rows) for section in (pages, sources, status)] == [1, 1, 1]
    assert report.sites == ("b.example",)


def test_sections_come_in_one_order_however_they_are_asked(ask: Ask) -> None:
    shown = tuple(name for name in SECTIONS if name not in EXPLAINING)
    assert tuple(section.name for section in ask().sections) == shown
    asked = ask("recent", "pages", "summary", "pages")
    assert [section.name for section in asked.sections] == ["summary", "pages", "recent"]


def test_a_widened_range_says_so(ask: Ask) -> None:
    report = ask("summary", start="2026-10-01T10:30", end="2026-10-01T10:40")
    assert report.notes == (
        "Numbers are kept by whole hours: the range was widened to"
        " 2026-10-01 10:00 to 2026-10-01 11:00.",
    )
    assert report.end - report.start == timedelta(hours=1)


def test_a_database_without_hits_is_a_report_of_zeros(ask: Ask, tmp_path: Path) -> None:
    report = ask(path_of=make(tmp_path / "new.duckdb"))
    assert "ingest" in report.empty
    assert len(report.sections) == len(SECTIONS) - len(EXPLAINING)
    assert report.sections[0].dicts()[0]["hits"] == 0
    assert report.sections[0].inner == ()
    assert str(report.end) == "2026-10-21 00:00:00+00:00"


def test_rows_whose_counts_cancel_out_are_gone(ask: Ask, tmp_path: Path) -> None:
    row = counts("bucket path pageviews visits entries", NIGHT, "/x", 1, 1, 1)
    undone = {**row, "pageviews": -1, "visits": -1, "entries": -1, "ingest_id": 2}
    path = make(tmp_path / "x.duckdb", pages=[row, undone], traffic=[{"bucket": NIGHT, "hits": 1}])
    assert [section.rows for section in ask("pages", "entry", path_of=path).sections] == [(), ()]
