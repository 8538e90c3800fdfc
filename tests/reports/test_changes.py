# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from loganalytics.model_report import Mark, Section, Value, change
from loganalytics.reports.ordering import Order
from tests.reports.conftest import Ask, only
from tests.reports.database import counts, make
from tests.reports.fortnight import PAGE, PEOPLE, at, leads


@pytest.mark.parametrize(
    ("now", "before", "grown"),
    [
        (12, 10, pytest.approx(0.2)),
        (0, 10, -1.0),
        (0.5, 0.4, pytest.approx(0.25)),
        (7, 0, Mark.NEW),
        (7, -1, Mark.NEW),
        (0, 0, None),
        (None, 3, None),
        (3, None, None),
    ],
)
def test_a_change_is_relative_and_nothing_is_divided_by_nothing(
    now: Value, before: Value, grown: Value
) -> None:
    assert change(now, before) == grown


def test_every_number_of_the_summary_has_what_it_was_and_its_change(week: Ask) -> None:
    (row,) = only(week("summary")).dicts()
    assert [row[name] for name in ("pageviews", "pageviews_before")] == [84, 70]
    assert row["pageviews_change"] == pytest.approx(14 / 70)
    assert [row[name] for name in ("visitors_before", "visits_change")] == [28, 0.0]
    # 7 bounces of 35 visits after 14 of 35.
    assert [row[f"bounce_rate{end}"] for end in ("", "_before", "_change")] == pytest.approx(
        [0.2, 0.4, -0.5]
    )
    assert [row[f"bot_hits{end}"] for end in ("", "_before", "_change")] == [0, 0, None]


def test_rows_are_ranked_by_the_range_and_those_that_are_gone_come_last(week: Ask) -> None:
    assert leads(only(week("pages"))) == [
        ("/", 42, 42, 0.0),
        ("/fresh", 27, 0, Mark.NEW),
        ("/both", 15, 10, pytest.approx(0.5)),
        ("/old", 0, 20, Mark.GONE),
        ("/older", 0, 1, Mark.GONE),
    ]
    assert leads(only(week("sources"))) == [
        ("Google", 5, 4, pytest.approx(0.25)),
        ("GitHub", 1, 0, Mark.NEW),
        ("Newsletter", 0, 2, Mark.GONE),
    ]
    assert leads(only(week("status"))) == [
        (200, 140, 140, 0.0),
        (500, 7, 0, Mark.NEW),
        (404, 0, 7, Mark.GONE),
    ]


def test_every_number_of_a_row_has_what_it_was_and_its_change(week: Ask) -> None:
    both = next(row for row in only(week("pages")).dicts() if row["path"] == "/both")
    # 15 of 84 pageviews after 10 of 73: the rows of the first week are 42, 20, 10 and 1.
    assert (both["share"], both["share_before"]) == (15 / 84, 10 / 73)
    assert both["share_change"] == pytest.approx(15 / 84 / (10 / 73) - 1)
    assert [both[f"visits{end}"] for end in ("", "_before", "_change")] == [1, 1, 0.0]
    assert [both[f"mean_time_s{end}"] for end in ("", "_before", "_change")] == [0.0, 0.0, None]
    google, *_ = only(week("sources")).dicts()
    assert [google[f"visitors{end}"] for end in ("", "_before", "_change")] == [4, 4, 0.0]


def test_of_a_row_that_is_new_nothing_was_counted(week: Ask) -> None:
    new = only(week("pages")).dicts()[1]
    assert new["path"] == "/fresh"
    assert [new[f"visits{end}"] for end in ("", "_before", "_change")] == [1, 0, Mark.NEW]
    assert [new[f"share{end}"] for end in ("_before", "_change")] == [0.0, Mark.NEW]
    assert [new[f"bounce_rate{end}"] for end in ("_before", "_change")] == [None, None]


def test_what_was_before_is_shown_of_the_number_that_leads_and_changes_of_all(week: Ask) -> None:
    columns = only(week("pages")).columns
    titled = {column.name for column in columns if column.of and column.title}
    assert titled == {"pageviews_before"} | {
        f"{name}_change"
        for name in ("pageviews", "share", "visitors", "visits", "entries", "exits")
        + ("bounce_rate", "mean_time_s")
    }
    ranks = {column.name: column.rank for column in columns}
    assert ranks["pageviews_change"] == 0
    assert min(ranks[name] for name in titled - {"pageviews_before", "pageviews_change"}) > max(
        column.rank for column in columns if not column.of and column.name != "title"
    )


def test_of_a_row_that_is_gone_nothing_is_counted(week: Ask) -> None:
    gone = only(week("pages")).dicts()[3]
    assert gone["path"] == "/old"
    assert [gone[name] for name in ("visits", "entries", "exits")] == [0, 0, 0]
    assert [gone[name] for name in ("share", "bounce_rate", "mean_time_s")] == [0.0, None, None]


def test_a_limit_keeps_the_rows_that_are_gone_from_the_top(week: Ask) -> None:
    section = only(week("pages", limit=2))
    assert [row[0] for row in leads(section)] == ["/", "/fresh", "/old"]
    assert section.more == 1
    assert section.notes == ("1 smaller row is gone.",)


def test_an_order_chooses_from_all_rows_before_the_limit_does(week: Ask) -> None:
    section = only(week("pages", limit=1, order=Order("pageviews_change")))
    assert [row[0] for row in leads(section)] == ["/fresh"]


def test_a_limit_leaves_what_was_folded_behind_the_rows_it_leaves(ask: Ask) -> None:
    day = {"start": "2026-10-02", "end": "2026-10-02", "compare": "previous"}
    section = only(ask("sources", path="/blog/x", limit=1, **day))
    names = [row[0] for row in leads(section)]
    assert names == ["(other)", "(folded)"]


def test_a_limit_leaves_no_holes_in_what_is_compared_hour_by_hour(week: Ask) -> None:
    assert len(only(week("hours", limit=3)).rows) == 7 * 24


def test_days_of_the_timeline_stand_beside_the_same_weekday(week: Ask) -> None:
    section = only(week("timeline"))
    assert [row[1:] for row in leads(section)] == [(12, 10, pytest.approx(0.2))] * 7
    first = section.dicts()[0]
    assert (first["label"], first["label_before"]) == ("2026-10-19 Mon", "2026-10-12 Mon")
    assert str(first["start_before"]) == "2026-10-12 00:00:00-04:00"


def test_a_range_that_is_not_whole_weeks_leaves_days_without_a_counterpart(week: Ask) -> None:
    # Ten days, and the ten before: of 2026-10-06 to 15 the first six hold no data yet.
    report = week("timeline", "summary", start="2026-10-16", end="2026-10-25")
    summary, timeline = report.sections
    assert summary.dicts()[0]["pageviews_before"] == 40
    # A week earlier, so Friday the 16th stands beside the 9th, Monday the 19th beside the 12th.
    before = [row["pageviews_before"] for row in timeline.dicts()]
    assert before == [None, None, None, 10, 10, 10, 10, None, None, None]


def test_days_after_the_data_have_not_changed(week: Ask) -> None:
    report = week("timeline", start="2026-10-24", end="2026-10-27", compare="week")
    rows = [(row[1], row[2], row[3]) for row in leads(only(report))]
    assert rows == [
        (12, 10, pytest.approx(0.2)),
        (12, 10, pytest.approx(0.2)),
        (0, 12, None),
        (0, 12, None),
    ]
    assert report.notes == (
        "Data end at 2026-10-25 13:00, the range at 2026-10-28 00:00: if more is to come, its"
        " numbers are still too low.",
    )


def test_before_all_data_nothing_is_new_or_gone(week: Ask) -> None:
    report = week("summary", "timeline", "pages", "sources", compare="year")
    summary, *others = report.sections
    assert summary.dicts()[0]["pageviews_before"] is None
    assert summary.dicts()[0]["pageviews_change"] is None
    for section in others:
        assert {row[2:] for row in leads(section)} == {(None, None)}


def test_an_empty_earlier_range_inside_the_data_makes_everything_new(
    ask: Ask, tmp_path: Path
) -> None:
    path = make(
        tmp_path / "gap.duckdb",
        traffic=[{"bucket": at(day), "hits": 1} for day in (0, 14)],
        activity=[counts(PEOPLE, at(14), 3, 1, 1, 0)],
        pages=[counts(PAGE, at(14), "/", 3, 1, 1)],
    )
    report = ask(
        "summary", "pages", path_of=path, start="2026-W44", end="2026-W44", compare="previous"
    )
    summary, pages = report.sections
    row = summary.dicts()[0]
    assert (row["pageviews_before"], row["pageviews_change"]) == (0, Mark.NEW)
    assert (row["bounce_rate_before"], row["bounce_rate_change"]) == (None, None)
    assert leads(pages) == [("/", 3, 0, Mark.NEW)]


def test_an_empty_range_lists_what_is_gone(week: Ask) -> None:
    report = week("pages", "sources", start="2026-W44", end="2026-W44")
    assert "no data" in report.empty
    pages, sources = report.sections
    assert leads(pages)[0] == ("/", 0, 42, Mark.GONE)
    assert pages.dicts()[0]["share"] is None
    assert [row[0] for row in leads(sources)] == ["Google", "GitHub"]


def test_a_day_on_which_clocks_change_stands_beside_a_whole_day(ask: Ask, tmp_path: Path) -> None:
    # 00:30 and 23:30 of the 1st of November, which had 25 hours in New York, and of a week before.
    hours = [datetime(2026, 10, 25, 4), datetime(2026, 10, 26, 3)]
    hours += [datetime(2026, 11, 1, 4), datetime(2026, 11, 2, 4), datetime(2026, 11, 2, 5)]
    path = make(
        tmp_path / "clocks.duckdb",
        {"timezone": "America/New_York"},
        activity=[counts(PEOPLE, hour, 1, 1, 1, 0) for hour in hours],
        traffic=[{"bucket": hour, "hits": 1} for hour in (datetime(2026, 10, 1), *hours)],
    )
    wish = {"start": "2026-11-01", "end": "2026-11-01", "compare": "week", "path_of": path}
    (row,) = only(ask("summary", **wish)).dicts()
    assert (row["pageviews"], row["pageviews_before"]) == (2, 2)
    rows = only(ask("timeline", by="hour", **wish)).dicts()
    assert len(rows) == 25
    assert [(row["pageviews"], row["pageviews_before"]) for row in rows] == [
        (1, 1),
        (0, 0),
        (0, None),
        *[(0, 0)] * 21,
        (1, 1),
    ]


def test_a_range_in_india_is_compared_by_its_own_days(ask: Ask, tmp_path: Path) -> None:
    # 00:00 of the 20th of October is 18:30 of the 19th in UTC.
    path = make(
        tmp_path / "india.duckdb",
        {"timezone": "Asia/Kolkata", "bucket_minutes": "30"},
        activity=[
            counts(PEOPLE, datetime(2026, 10, 18, 18, 30), 2, 1, 1, 0),
            counts(PEOPLE, datetime(2026, 10, 19, 18, 0), 4, 1, 1, 0),
            counts(PEOPLE, datetime(2026, 10, 19, 18, 30), 9, 1, 1, 0),
        ],
        traffic=[{"bucket": datetime(2026, 10, day, 18, 30), "hits": 1} for day in (17, 20)],
    )
    report = ask("summary", path_of=path, start="2026-10-20", end="2026-10-20", compare="previous")
    (row,) = only(report).dicts()
    assert (row["pageviews"], row["pageviews_before"]) == (9, 6)
    assert row["pageviews_change"] == pytest.approx(0.5)


def test_sections_kept_by_day_are_not_compared_within_a_day(week: Ask) -> None:
    report = week("sources", "status", start="2026-10-19T10:00", end="2026-10-19T14:00")
    sources, status = report.sections
    assert {row[2:] for row in leads(sources)} == {(None, None)}
    assert sources.notes == (
        "Kept by day: the whole day 2026-10-19.",
        "Not compared: the range before touches the same day, and days are kept whole.",
    )
    assert leads(status)[0] == (200, 20, 0, Mark.NEW)


def test_sections_kept_by_day_say_which_days_they_are_compared_with(week: Ask) -> None:
    section = only(
        week("sources", start="2026-10-19T10:00", end="2026-10-19T14:00", compare="week")
    )
    assert leads(section)[0] == ("Google", 5, 4, pytest.approx(0.25))
    assert section.notes == (
        "Kept by day: the whole day 2026-10-19.",
        "Compared with the whole day 2026-10-12.",
    )


def test_a_path_is_compared_with_itself(week: Ask) -> None:
    summary, timeline, pages = week("summary", "timeline", "pages", path="/both").sections
    row = summary.dicts()[0]
    assert (row["pageviews"], row["pageviews_before"]) == (15, 10)
    assert "hits_before" in row
    assert leads(pages) == [("/both", 15, 10, pytest.approx(0.5))]
    assert [each["pageviews_before"] for each in timeline.dicts()] == [0, 0, 10, 0, 0, 0, 0]


def test_one_site_is_compared_with_itself(ask: Ask, tmp_path: Path) -> None:
    page = "bucket site path pageviews"
    path = make(
        tmp_path / "sites.duckdb",
        pages=[
            counts(page, at(0), "a.example", "/", 5),
            counts(page, at(0), "b.example", "/", 7),
            counts(page, at(1), "a.example", "/", 6),
            counts(page, at(1), "b.example", "/", 9),
        ],
        traffic=[
            {"bucket": at(day), "site": site, "hits": 1}
            for day in (0, 1)
            for site in ("a.example", "b.example")
        ],
    )
    wish = {"start": "2026-10-13", "end": "2026-10-13", "compare": "previous", "path_of": path}
    assert leads(only(ask("pages", site="a.example", **wish))) == [("/", 6, 5, pytest.approx(0.2))]
    # The same path of two sites is two rows.
    both = only(ask("pages", **wish)).dicts()
    assert [(row["site"], row["pageviews"], row["pageviews_before"]) for row in both] == [
        ("b.example", 9, 7),
        ("a.example", 6, 5),
    ]


def test_the_latest_pageviews_are_not_compared(week: Ask) -> None:
    assert not [column for column in only(week("recent")).columns if column.of]


def test_the_report_says_what_it_is_compared_with(week: Ask) -> None:
    compared = week("summary").compared
    assert compared is not None
    assert (compared.to, str(compared.start), str(compared.end)) == (
        "previous",
        "2026-10-12 00:00:00-04:00",
        "2026-10-19 00:00:00-04:00",
    )


def test_a_database_without_hits_can_be_compared(ask: Ask, tmp_path: Path) -> None:
    now = datetime(2026, 10, 20, tzinfo=UTC)
    report = ask(path_of=make(tmp_path / "new.duckdb"), now=now, compare="previous")
    assert "ingest" in report.empty
    assert report.sections[0].dicts()[0]["pageviews_change"] is None


def test_errors_over_time_stand_beside_those_of_the_same_weekday(week: Ask) -> None:
    section = only(week("error_timeline"))
    # One hit with a 404 on each day of the first week, one with a 500 on each of the second.
    names = ("not_found", "server_errors", "bot_hits")
    for row in section.dicts():
        assert [row[name] for name in names] == [0, 1, 0]
        assert [row[f"{name}_before"] for name in names] == [1, 0, 0]
        assert [row[f"{name}_change"] for name in names] == [-1.0, Mark.NEW, None]
    first = section.dicts()[0]
    assert (first["label"], first["label_before"]) == ("2026-10-19 Mon", "2026-10-12 Mon")


def test_a_range_without_errors_is_compared_with_one_that_had_some(week: Ask) -> None:
    # A week after the data: nothing failed in it, nor anything else.
    (row, *_) = only(week("error_timeline", start="2026-W44", end="2026-W44")).dicts()
    assert (row["label"], row["server_errors"], row["server_errors_before"]) == (
        *("2026-10-26 Mon", 0),
        1,
    )


def test_where_nothing_failed_in_both_ranges_there_is_no_timeline_of_errors(
    ask: Ask, tmp_path: Path
) -> None:
    path = make(
        tmp_path / "well.duckdb",
        traffic=[{"bucket": at(day), "status": 200, "hits": 1} for day in range(14)],
    )
    wish = {"start": "2026-W43", "end": "2026-W43", "compare": "week", "path_of": path}
    section = only(ask("error_timeline", **wish))
    assert section.rows == ()
    assert len(section.columns) == len({column.name for column in section.columns})


def test_each_hour_of_the_week_stands_beside_the_same_one(week: Ask) -> None:
    section = only(week("hours"))
    assert len(section.rows) == 168
    busy = [row for row in section.dicts() if row["pageviews_before"]]
    assert [(row["weekday"], row["hour"]) for row in busy] == [
        (day, 12) for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    ]
    for row in busy:
        assert [row[f"pageviews{end}"] for end in ("", "_before")] == [12, 10]
        assert row["pageviews_change"] == pytest.approx(0.2)
        assert [row[f"visits{end}"] for end in ("", "_before", "_change")] == [5, 5, 0.0]
    assert section.notes == ()


def test_a_week_in_which_nobody_came_keeps_the_hours_of_the_one_before(week: Ask) -> None:
    section = only(week("hours", start="2026-W44", end="2026-W44"))
    assert section.last == 0
    noon = section.dicts()[12]
    assert [noon[name] for name in ("weekday", "hour", "pageviews")] == ["Mon", 12, 0]
    assert (noon["pageviews_before"], noon["pageviews_change"]) == (12, -1.0)


@pytest.mark.parametrize(
    ("start", "end", "compare", "note"),
    [
        # Friday to Sunday against Tuesday to Thursday.
        (
            *("2026-10-23", "2026-10-25", "previous"),
            "Not as many of each weekday in both ranges: Tue, Wed, Thu, Fri, Sat, Sun.",
        ),
        # Sunday to Sunday against Saturday to Saturday: two Sundays, two Saturdays.
        (
            *("2026-10-18", "2026-10-25", "previous"),
            "Not as many of each weekday in both ranges: Sat, Sun.",
        ),
        (
            *("2026-10-20T10:00", "2026-10-20T14:00", "previous"),
            "The two ranges hold other hours of the week.",
        ),
        ("2026-10-20T10:00", "2026-10-20T14:00", "week", ""),
        ("2026-10-23", "2026-10-25", "week", ""),
    ],
)
def test_hours_say_which_weekdays_one_range_has_more_often(
    week: Ask, start: str, end: str, compare: str, note: str
) -> None:
    section = only(week("hours", start=start, end=end, compare=compare))
    assert section.notes == ((note,) if note else ())


def test_a_row_that_is_gone_keeps_all_that_tells_it_apart(ask: Ask, tmp_path: Path) -> None:
    error = "day status path kind referrer bot hits"
    path = make(
        tmp_path / "gone.duckdb",
        errors=[
            counts(error, at(0).date(), 404, "/gone", "page", "/from", False, 3),
            counts(error, at(7).date(), 404, "/here", "page", "x.example/", False, 2),
        ],
        traffic=[{"bucket": at(day), "hits": 1} for day in range(14)],
    )
    wish = {"start": "2026-W43", "end": "2026-W43", "compare": "week", "path_of": path}
    here, gone = only(ask("broken_links", **wish)).dicts()
    assert [here[name] for name in ("path", "internal", "hits_change")] == [
        *("/here", False, Mark.NEW),
    ]
    assert [gone[name] for name in ("path", "internal", "hits_change")] == [
        *("/gone", True, Mark.GONE),
    ]


def test_what_is_not_compared_says_so(ask: Ask) -> None:
    wish = {"start": "2026-10-01", "end": "2026-10-02", "compare": "previous"}
    section = only(ask("recent", **wish))
    assert section.rows
    assert section.notes == ("Not compared: recent pageviews.",)


@pytest.mark.parametrize(
    ("section", "wish"),
    [("error_timeline", {"path": "/*"}), ("timeline", {"where": ("source=Google",)})],
)
def test_what_is_kept_by_day_does_not_stand_beside_parts_of_days(
    week: Ask, section: str, wish: dict[str, object]
) -> None:
    days = {"start": "2026-10-19T22:09", "end": "2026-10-21T22:09", "by": "day"}
    found = only(week(section, **days, **wish))
    assert "Not compared: the range before cuts days, and days are kept whole." in found.notes


@pytest.mark.parametrize("ends", [("T05:00", "T22:00"), ("", "T22:00"), ("T05:00", "")])
@pytest.mark.parametrize("where", ["source=Google", "device=*"])
def test_what_is_kept_by_day_stands_beside_days_that_are_cut_as_it_is(
    week: Ask, where: str, ends: tuple[str, str]
) -> None:
    def asked(first: int, **more: str | None) -> Section:
        days = {"start": f"2026-10-{first}{ends[0]}", "end": f"2026-10-{first + 2}{ends[1]}"}
        return only(week("timeline", where=(where,), by="day", **days, **more))

    found, before = asked(19, compare="week"), asked(12, compare=None)
    assert before.rows
    numbers = [name for name in found.dicts()[0] if name.endswith("_before")]
    assert len(numbers) > 3
    for row, then in zip(found.dicts(), before.dicts(), strict=True):
        for name in numbers:
            assert row[name] == then[name.removesuffix("_before")], name
