# SPDX-License-Identifier: GPL-3.0-or-later
"""`--where`: one condition on every section that can be known by it."""

from __future__ import annotations

import re
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
    assert [row[3:6] for row in rows] == [(30, 14, 12)]
    with pytest.raises(UsageError, match="only a path is kept by hour"):
        where("country=DE", "timeline", by="hour")


def test_visitors_are_known_on_days_on_which_only_one_of_the_values_came(where: Ask) -> None:
    summary, timeline = where(
        "source=*", "summary", "timeline", by="day", start="2026-10-01"
    ).sections
    assert summary.dicts()[0]["visitors"] is N_A
    assert [row["visitors"] for row in summary.inner[0].dicts()] == [8, N_A]
    assert [row["visitors"] for row in timeline.dicts()] == [N_A, 8]


def test_two_campaigns_of_two_days_or_two_sites_share_no_visitor(ask: Ask, tmp_path: Path) -> None:
    days = [(ONE, A, "spring", 3), (ONE, B, "autumn", 2), (TWO, A, "autumn", 4)]
    by_day = "day site value visits visitors pageviews dimension"
    path = make(
        tmp_path / "campaigns.duckdb",
        traffic=[{"bucket": datetime(2026, 10, day, 8), "hits": 1} for day in (1, 2)],
        daily=[counts(by_day, *each, each[3], 9, "utm_campaign") for each in days],
    )
    section = only(ask("summary", where=("campaign=*",), path_of=path))
    assert section.dicts()[0]["visitors"] == 9
    assert [row["visitors"] for row in section.inner[0].dicts()] == [4, 5]
    # No ingest says how far the logs were read: of what is kept by day no change is known.
    assert section.notes == ("Change n/a: the latest day may not be over, and is kept as a whole.",)


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
        "26.7% folded: (other) without the path, (folded) without the country.",
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


LOST = "pairs of fewer than k = 5 visitors on a day lost their"


def letters(path: Path) -> Path:
    """40 pageviews of email and 10 of social media; some pairs with a campaign lost a half."""
    pair = "day site dimension value by_dimension by_value pageviews"
    campaign = ("utm_campaign",)
    return make(
        path,
        traffic=[{"bucket": datetime(2026, 10, 1, 8), "hits": 9}],
        pages=[counts("bucket path pageviews", datetime(2026, 10, 1, 8), "/a", 50)],
        daily=[
            counts("day dimension value pageviews visits", ONE, *each)
            for each in (
                ("channel", "email", 40, 20),
                ("channel", "social", 10, 5),
                ("utm_campaign", "spring", 48, 23),
            )
        ],
        pairs=[
            counts(pair, ONE, "", "channel", "email", *campaign, "spring", 30),
            counts(pair, ONE, "", "channel", "email", *campaign, "(other)", 1),
            counts(pair, ONE, "", "channel", "(other)", *campaign, "spring", 6),
            counts(pair, ONE, "", "channel", "(other)", *campaign, "(other)", 5),
            counts(pair, ONE, "", "path", "(other)", *campaign, "(other)", 7),
        ],
    )


@pytest.mark.parametrize(
    ("condition", "rows", "note"),
    [
        # 40 - 31 are of no pair that knows them; 11 pairs lost their channel.
        (
            "channel=email",
            [("spring", 30), ("(other)", 1)],
            f"Campaigns: up to 9 more of the 40 pageviews may have one: {LOST} channel.",
        ),
        (
            "channel=social",
            [],
            f"Campaigns: up to 10 of the 10 pageviews may have one: {LOST} channel.",
        ),
        ("path=/a", [], f"Campaigns: up to 7 of the 50 pageviews may have one: {LOST} page."),
        ("channel=*", [("spring", 36), ("(other)", 6)], ""),
        ("channel!=*", [], ""),
        ("channel=nothing", [], ""),
    ],
)
def test_campaigns_say_how_many_pageviews_may_have_one_that_is_folded(
    ask: Ask, tmp_path: Path, condition: str, rows: list[tuple[str, int]], note: str
) -> None:
    section = only(
        ask("campaigns", where=(condition,), path_of=letters(tmp_path / "letters.duckdb"))
    )
    assert [row[:2] for row in section.rows] == rows
    assert (note in section.notes, section.partial) == (bool(note), bool(note))


def test_pairs_of_campaigns_were_not_kept_only_where_there_are_campaigns(
    ask: Ask, tmp_path: Path
) -> None:
    path = letters(tmp_path / "letters.duckdb")
    assert only(ask("campaigns", where=("os=Linux",), path_of=path)).notes == ()
    linux = counts("day dimension value pageviews visits", ONE, "os", "Linux", 3, 1)
    traffic = [{"bucket": datetime(2026, 10, 1, 8), "hits": 9}]
    path = make(tmp_path / "none.duckdb", traffic=traffic, daily=[linux])
    section = only(ask("campaigns", where=("os=Linux",), path_of=path))
    assert (section.notes, section.partial) == ((), False)
    spring = {**linux, "dimension": "utm_campaign", "value": "spring"}
    path = make(tmp_path / "old.duckdb", traffic=traffic, daily=[linux, spring])
    section = only(ask("campaigns", where=("os=Linux",), path_of=path))
    assert section.notes == ("No pairs of campaign and os were kept at the time.",)
    assert section.partial


def test_pages_without_pairs_may_lack_rows_too(ask: Ask, tmp_path: Path) -> None:
    linux = counts("day dimension value pageviews visits", ONE, "os", "Linux", 3, 1)
    traffic = [{"bucket": datetime(2026, 10, 1, 8), "hits": 9}]
    path = make(tmp_path / "old.duckdb", traffic=traffic, daily=[linux])
    section = only(ask("pages", where=("os=Linux",), path_of=path))
    assert section.notes == ("No pairs of path and os were kept at the time.",)
    assert section.partial


@pytest.mark.parametrize(
    ("condition", "counted", "note"),
    [
        ("country=Germany", (30, 13, 11), "Countries called Germany: DE."),
        ("country=gERMANY", (30, 13, 11), "Countries called gERMANY: DE."),
        ("country!=Germany", (30, 13, 13), "Countries called Germany: DE."),
        ("country=fran*", (18, 7, 7), "Countries called fran*: FR."),
        ("country=*ermany", (30, 13, 11), "Countries called *ermany: DE."),
        ("country=cote d'ivoire", (0, 0, 0), "Countries called cote d'ivoire: CI."),
        ("country=Germny", (0, 0, 0), "No country is called Germny. Did you mean Germany (DE)?"),
        ("country!=Xyzzy", (60, 26, 24), "No country is called Xyzzy."),
        # Not names: codes, and what stands in brackets.
        ("country=D?", (30, 13, 11), ""),
        ("country=(unknown)", (12, 6, 6), ""),
        ("country=(unk*", (12, 6, 6), ""),
        ("source=Germany", (0, 0, 0), ""),
    ],
)
def test_a_country_goes_by_its_code_or_by_the_name_that_reports_show(
    where: Ask, condition: str, counted: tuple[int, ...], note: str
) -> None:
    report = where(condition, "summary")
    row = only(report).dicts()[0]
    assert (row["pageviews"], row["visits"], row["visitors"]) == counted
    assert report.notes == ((note,) if note else ())
    assert report.where == condition


def test_every_section_understands_a_countrys_name(where: Ask) -> None:
    names = ("timeline", "hosts", "pages", "sources", "countries")
    by_code, by_name = (
        where(f"country={each}", *names, by="month").sections for each in ("DE", "Germany")
    )
    assert [section.rows for section in by_code] == [section.rows for section in by_name]
    assert by_name[2].title == "Pages where country is Germany (DE)"
    title = only(where("country!=*land*", "pages")).title
    assert re.fullmatch(r"Pages where country is not \*land\* \(\d\d countries\)", title)


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
    assert rows["Google"]["pageviews_before"] is None  # two that were folded may be by Google
    assert (rows["Direct"]["pageviews"], rows["Direct"]["pageviews_before"]) == (0, 20)


def test_all_sections_of_a_value_are_those_that_can_be_known(where: Ask) -> None:
    assert tuple(section.name for section in where("os=Linux").sections) == VALUE_SECTIONS


def test_what_is_left_out_is_said_unless_sections_are_named(where: Ask) -> None:
    assert where("country=DE", "pages").notes == ()
    (note,) = where("country=DE").notes
    assert note == (
        "Left out, since what is kept of them does not tell the country: entry, exit, referrers,"
        " utm_sources, utm_mediums, utm_terms, utm_contents, languages, pixel, hours, events,"
        " downloads, bandwidth, response_times, errors, broken_links, error_timeline, status, bots,"
        " ai_crawlers, ai_pages, recent."
    )
    (note,) = where("path=/a").notes
    assert note == (
        "Left out, since what is kept of them does not tell the path: referrers, utm_sources,"
        " utm_mediums, utm_terms, utm_contents, languages, pixel, status, bots, ai_crawlers."
    )


def test_what_is_not_there_is_said(where: Ask) -> None:
    there = "there are Germany (DE), France (FR), (unknown)"
    for named in ((), ("pages",)):
        empty = where("country=XX", *named).empty
        assert empty == f"nothing in this range has country=XX; {there}"
    assert where("country=Spain").empty == f"nothing in this range has country=Spain; {there}"
    assert where("country=Spain").notes == ("Countries called Spain: ES.",)
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
