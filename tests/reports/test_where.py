# SPDX-License-Identifier: GPL-3.0-or-later
"""`--where`: one condition on every section that can be known by it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from loganalytics.errors import UsageError
from loganalytics.model_report import VALUE_SECTIONS, Mark
from tests.reports.conftest import Ask, only
from tests.reports.database import counts, make

ONE, TWO = date(2026, 10, 1), date(2026, 10, 2)
A, B = "a.example", "b.example"
N_A = Mark.UNKNOWN


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Two days of two sites: 60 pageviews, 30 of them from Germany, 18 from France, 12 unknown."""
    by_day = "day site dimension value pageviews visits visitors"
    pair = "day site dimension value by_dimension by_value pageviews"
    return make(
        tmp_path / "world.duckdb",
        activity=[
            counts("bucket site pageviews", datetime(2026, 10, 1, 8), A, 40),
            counts("bucket site pageviews", datetime(2026, 10, 2, 8), B, 20),
        ],
        traffic=[
            counts("bucket site hits", datetime(2026, 10, 1, 8), A, 50),
            counts("bucket site hits", datetime(2026, 10, 2, 8), B, 30),
        ],
        pages=[
            counts("bucket site path pageviews", datetime(2026, 10, 1, 8), A, "/a", 25),
            counts("bucket site path pageviews", datetime(2026, 10, 1, 8), A, "/b", 15),
            counts("bucket site path pageviews", datetime(2026, 10, 2, 8), B, "/a", 20),
        ],
        titles=[counts("day site path title", ONE, A, "/a", "The first page")],
        daily=[
            counts(by_day, ONE, A, "country", "DE", 22, 9, 8),
            counts(by_day, ONE, A, "country", "FR", 18, 7, 7),
            counts(by_day, TWO, B, "country", "DE", 8, 4, 3),
            counts(by_day, TWO, B, "country", "(unknown)", 12, 6, 6),
            counts(by_day, ONE, A, "source", "Direct", 30, 12, 12),
            counts(by_day, ONE, A, "source", "Google", 10, 4, 4),
            counts(by_day, TWO, B, "source", "Google", 20, 10, 8),
            counts(by_day, ONE, A, "utm_campaign", "spring", 6, 2, 2),
        ],
        pairs=[
            counts(pair, ONE, A, "path", "/a", "country", "DE", 14),
            counts(pair, ONE, A, "path", "/a", "country", "FR", 11),
            counts(pair, ONE, A, "path", "(other)", "country", "DE", 6),
            counts(pair, ONE, A, "path", "(other)", "country", "(other)", 9),
            counts(pair, TWO, B, "path", "/a", "country", "DE", 8),
            counts(pair, TWO, B, "path", "/a", "country", "(unknown)", 12),
            counts(pair, ONE, A, "source", "Direct", "country", "DE", 20),
            counts(pair, ONE, A, "source", "Direct", "country", "FR", 10),
            counts(pair, ONE, A, "source", "Google", "country", "(other)", 10),
            counts(pair, TWO, B, "source", "Google", "country", "(unknown)", 12),
            counts(pair, TWO, B, "source", "Google", "country", "DE", 8),
            counts(pair, ONE, A, "utm_campaign", "spring", "country", "DE", 6),
        ],
    )


@pytest.fixture
def where(ask: Ask, world: Path) -> Ask:
    def asked(condition: str, *sections: str, **wish: object) -> object:
        return ask(*sections, path_of=world, where=(condition,), **wish)

    return asked  # type: ignore[return-value]


def test_pageviews_visits_and_visitors_of_a_value_are_exact(where: Ask) -> None:
    row = only(where("country=DE", "summary")).dicts()[0]
    assert {name: value for name, value in row.items() if value is not N_A} == {
        "pageviews": 30,
        "visits": 13,
        "visitors": 11,
        "views_per_visit": 30 / 13,
    }
    assert row["bounce_rate"] is N_A


@pytest.mark.parametrize(
    ("condition", "counted"),
    [
        ("country!=DE", (30, 13, 13)),
        ("country=de", (30, 13, 11)),
        ("country=?R", (18, 7, 7)),
        ("country!=*", (0, 0, 0)),
        # A visitor may have come from both sources.
        ("source=*", (60, 26, N_A)),
        ("source=goo*", (30, 14, 12)),
        ("campaign=spring", (6, 2, 2)),
        (" Source != Google ", (30, 12, 12)),
    ],
)
def test_a_condition_takes_what_it_says(
    where: Ask, condition: str, counted: tuple[object, ...]
) -> None:
    row = only(where(condition, "summary")).dicts()[0]
    assert (row["pageviews"], row["visits"], row["visitors"]) == counted


def test_the_timeline_is_that_of_the_value_by_day(where: Ask) -> None:
    rows = only(where("country=DE", "timeline", start="2026-10-01", end="2026-10-03")).rows
    assert [row[3:6] for row in rows] == [(22, 9, 8), (8, 4, 3), (0, 0, 0)]
    rows = only(
        where("source!=Direct", "timeline", by="month", start="2026-10", end="2026-10")
    ).rows
    assert [row[3:6] for row in rows] == [(30, 14, N_A)]
    with pytest.raises(UsageError, match="only a path is kept by hour"):
        where("country=DE", "timeline", by="hour")


def test_pages_of_a_value_add_up_to_its_pageviews(where: Ask) -> None:
    section = only(where("country=DE", "pages"))
    assert section.title == "Pages where country is DE"
    assert [row[:6] for row in section.rows] == [
        ("/a", "The first page", A, 14, 14 / 30, N_A),
        ("/a", None, B, 8, 8 / 30, N_A),
        ("(other)", None, A, 6, 6 / 30, N_A),
        ("(folded)", None, "", 2, 2 / 30, N_A),
    ]
    assert section.notes == (
        "Pairs of fewer than k = 5 visitors on a day lose their rarer half: (other) lost the path"
        " and (folded) lost the country, 26.7% of these pageviews.",
    )


def test_a_pair_is_found_whichever_half_is_asked_for(where: Ask) -> None:
    rows = only(where("source=Google", "countries")).rows
    assert [row[:2] for row in rows] == [("(unknown)", 12), ("(other)", 10), ("DE", 8)]
    rows = only(where("country=DE", "sources")).rows
    assert [row[:2] for row in rows] == [("Direct", 20), ("Google", 8), ("(folded)", 2)]
    assert [row[:2] for row in only(where("path=/a", "countries")).rows] == [
        ("DE", 22),
        ("(unknown)", 12),
        ("FR", 11),
    ]


def test_what_lost_its_value_is_in_no_negation(where: Ask) -> None:
    section = only(where("country!=DE", "sources"))
    assert [row[:2] for row in section.rows] == [("Google", 12), ("Direct", 10), ("(folded)", 8)]


def test_a_path_can_be_left_out(where: Ask) -> None:
    report = where("path!=/b", "summary", "pages", "timeline", by="day", end="2026-10-02")
    summary, timeline, pages = report.sections
    assert summary.dicts()[0]["pageviews"] == 45
    assert [row[3] for row in timeline.rows if row[3]] == [25, 20]
    assert [(row["path"], row["site"]) for row in pages.dicts()] == [("/a", A), ("/a", B)]
    assert (report.where, report.path) == ("path!=/b", None)


def test_the_section_of_the_field_itself_has_all_its_numbers(where: Ask) -> None:
    section = only(where("country=D*", "countries"))
    assert section.rows == (("DE", 13, 1.0, 11, 30),)


def test_most_pageviews_have_no_campaign_so_nothing_is_called_folded(where: Ask) -> None:
    section = only(where("country=DE", "campaigns"))
    assert [row[:3] for row in section.rows] == [("spring", 6, 6 / 30)]


def test_the_site_and_the_range_go_with_it(where: Ask) -> None:
    rows = only(where("country=DE", "pages", site=B)).rows
    assert [row[:1] + row[3:4] for row in rows] == [("/a", 8)]
    row = only(where("country=DE", "summary", start="2026-10-02", end="2026-10-02")).dicts()[0]
    assert row["pageviews"] == 8


def test_it_is_compared_with_the_range_before(where: Ask) -> None:
    section = only(
        where("country=DE", "sources", start="2026-10-02", end="2026-10-02", compare="previous")
    )
    rows = {row["source"]: row for row in section.dicts()}
    assert rows["Google"]["pageviews_before"] == 0
    assert (rows["Direct"]["pageviews"], rows["Direct"]["pageviews_before"]) == (0, 20)


def test_all_sections_of_a_value_are_those_that_can_be_known(where: Ask) -> None:
    assert tuple(section.name for section in where("os=Linux").sections) == VALUE_SECTIONS


def test_what_is_not_there_is_said(where: Ask) -> None:
    assert where("country=XX").empty == (
        "nothing in this range has country=XX; there are DE, FR, (unknown)"
    )
    assert where("os=Linux").empty == "nothing in this range has os=Linux; there is none at all"
    assert where("path=/none").empty == "no page matches /none in this range"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("country", "'country' is not FIELD=VALUE or FIELD!=VALUE"),
        ("status=404", "there is no field 'status'; there are path, source"),
        ("=x", "is not FIELD=VALUE"),
    ],
)
def test_what_is_no_condition_is_refused(where: Ask, condition: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        where(condition)


def test_two_filters_are_refused_with_the_reason(ask: Ask) -> None:
    for wish in (
        {"where": ("country=DE", "os=Linux")},
        {"where": ("country=DE",), "path": "/a"},
    ):
        with pytest.raises(UsageError, match="rows that know three things about a pageview"):
            ask(**wish)


@pytest.mark.parametrize("section", ["hours", "errors", "referrers", "recent"])
def test_a_section_that_cannot_be_known_is_refused(where: Ask, section: str) -> None:
    with pytest.raises(UsageError, match=f"{section} cannot be known by country; with --where"):
        where("country=DE", section)
    with pytest.raises(UsageError, match="--explain"):
        where("country=DE", explain=True)
