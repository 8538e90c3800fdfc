# SPDX-License-Identifier: GPL-3.0-or-later
"""Hits that are kept without their path: a filter by path finds none of them, and says so."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.cli.test_report import run
from tests.reports.conftest import Ask, only
from tests.reports.database import counts, make

ONE, TWO = date(2026, 10, 1), date(2026, 10, 2)
A, B = "a.example", "b.example"
SAYS = {
    "events": "Events: 4 of 9 hits are kept without their page, as (other):",
    "bandwidth": "Bandwidth: 6 of 10 hits (25.0% of what was sent) are kept without their path, as"
    " (other):",
    "response_times": "Response times: 2 of 8 hits are kept without their path, as (other):",
    "errors": "Errors: 5 of 12 hits by people and 1 of 3 by bots are kept without their path, as"
    " (other):",
    "error_timeline": "Errors by day: 5 of 12 hits by people and 1 of 3 by bots are kept without"
    " their path, as (other):",
    "ai_pages": "Fetched by AI crawlers: 3 of 10 hits are kept without their path, as (other):",
}


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Two days and two sites; some of everything has lost its path."""
    event = "day site event path hits visitors"
    sent = "day site path hits bytes_sent"
    took = "day site path duration_bucket hits"
    error = "day site status path bot hits"
    fetched = "day site bot path hits bytes_sent"
    return make(
        tmp_path / "world.duckdb",
        traffic=[
            {"bucket": datetime(2026, 10, day, 8), "site": site, "hits": 50}
            for day, site in ((1, A), (2, A), (2, B), (2, "c.example"))
        ],
        pages=[counts("bucket site path pageviews", datetime(2026, 10, 1, 8), A, "/a", 25)],
        events=[
            counts(event, ONE, A, "play", "/a", 5, 5),
            counts(event, ONE, A, "play", "(other)", 1, 1),
            counts(event, TWO, B, "subscribe", "(other)", 3, 2),
        ],
        bandwidth=[
            counts(sent, ONE, A, "/a", 4, 300),
            counts(sent, ONE, A, "(other)", 6, 100),
        ],
        response_times=[
            counts(took, ONE, A, "/a", 100, 6),
            counts(took, ONE, A, "(other)", 100, 2),
        ],
        errors=[
            counts(error, ONE, A, 404, "/gone.php", False, 4),
            counts(error, TWO, A, 500, "/gone.php", False, 2),
            counts(error, TWO, A, 403, "/b", False, 1),
            counts(error, TWO, A, 404, "/gone.php", True, 2),
            counts(error, TWO, A, 404, "(other)", False, 3) | {"referrer": "(other)"},
            counts(error, TWO, A, 404, "(other)", False, 1) | {"referrer": "(none)"},
            counts(error, ONE, A, 410, "(other)", True, 1) | {"referrer": "(other)"},
            counts(error, ONE, A, 429, "(other)", False, 1),
        ],
        bots=[counts("day site bot kind hits", ONE, A, "GPTBot", "ai", 10)],
        bot_pages=[
            counts(fetched, ONE, A, "GPTBot", "/a", 7, 70),
            counts(fetched, ONE, A, "GPTBot", "(other)", 3, 30),
            counts(fetched, ONE, A, "Anybot", "(other)", 90, 30),
        ],
    )


@pytest.mark.parametrize("section", SAYS)
@pytest.mark.parametrize("condition", ["path=/a", "path!=/a", "path=/nothing"])
def test_a_filter_by_path_says_how_many_hits_have_none(
    ask: Ask, world: Path, section: str, condition: str
) -> None:
    found = only(ask(section, where=(condition,), path_of=world, by="day"))
    assert f"{SAYS[section]} any of them may belong here." in found.notes
    assert found.partial
    assert "(other)" not in [row.get("path") for row in found.dicts()]


@pytest.mark.parametrize("section", [*SAYS, "broken_links"])
def test_nothing_is_said_where_all_paths_are_meant_or_none_is_lost(
    ask: Ask, world: Path, section: str
) -> None:
    if section not in ("events", "broken_links"):  # of which it is said without a filter, too
        for condition in ((), ("path=*",), ("path!=*",)):
            found = only(ask(section, where=condition, path_of=world))
            assert not found.partial
            assert not any(note.startswith(SAYS[section][:9]) for note in found.notes)
    none_lost = {"start": "2026-10-02", "site": B} if section != "events" else {"site": "c.example"}
    assert only(ask(section, where=("path=/a",), path_of=world, **none_lost)).notes == ()


def test_the_days_and_the_site_of_the_report_are_those_that_are_counted(
    ask: Ask, world: Path
) -> None:
    wish = {"where": ("path=/a",), "path_of": world}
    day = only(ask("events", start="2026-10-02", end="2026-10-02", **wish))
    assert day.notes[0].startswith("Events: 3 of 3 hits are kept without their page")
    site = only(ask("events", site=A, **wish))
    assert site.notes[0].startswith("Events: 1 of 6 hits are kept without their page")


def test_pages_of_an_event_are_not_none_but_unknown(ask: Ask, world: Path) -> None:
    section = only(ask("events", path_of=world))
    assert [(row["event"], row["hits"], row["pages"]) for row in section.dicts()] == [
        ("play", 6, 1),
        ("subscribe", 3, None),
    ]
    assert section.notes == (
        "Events: 4 of 9 hits are kept without their page, so Pages may be too few.",
    )


def test_broken_links_say_how_many_more_there_may_be(ask: Ask, world: Path) -> None:
    note = "Broken links: up to 3 more hits are kept without their path, as (other)."
    assert only(ask("broken_links", path_of=world)).notes == (note,)
    assert only(ask("broken_links", path="/a", path_of=world)).notes == (note,)


def test_errors_of_a_path_over_time_are_known_by_day(ask: Ask, world: Path) -> None:
    section = only(ask("error_timeline", path="*.php", path_of=world, start="2026-10-01"))
    assert section.title == "Errors by day"  # two days are shown by hour, but are not kept so
    assert [row[2:] for row in section.rows] == [
        ("2026-10-01 Thu", 4, 0, 0, 0, 0),
        ("2026-10-02 Fri", 0, 0, 0, 2, 2),
    ]
    section = only(ask("error_timeline", where=("path!=*.php",), path_of=world, by="month"))
    assert [row[3:] for row in section.rows if any(row[3:])] == [(0, 1, 0, 0, 0)]
    whole = only(ask("error_timeline", path="*", path_of=world, start="2026-10-01", by="month"))
    assert [row[3:] for row in whole.rows] == [(8, 1, 1, 2, 3)]
    assert only(ask("error_timeline", path="/a", path_of=world, by="day")).rows == ()


def test_errors_of_a_path_over_time_are_those_of_whole_days(ask: Ask, world: Path) -> None:
    wish = {"path": "*.php", "start": "2026-10-02T12:00", "end": "2026-10-02T13:00"}
    section = only(ask("error_timeline", path_of=world, **wish))
    assert [row[3:] for row in section.rows] == [(0, 0, 0, 2, 2)]
    assert section.notes[0] == "Kept by day: the whole day 2026-10-02."


def test_ai_crawlers_fetched_what_matches(ask: Ask, world: Path) -> None:
    section = only(ask("ai_pages", path="/a", path_of=world))
    assert section.rows == (("/a", A, 7, 1.0, 1, 70),)
    assert [row[:1] for row in only(ask("ai_pages", path_of=world)).rows] == [("/a",), ("(other)",)]


@pytest.mark.parametrize("form", ["terminal", "md", "html", "json", "csv"])
def test_every_format_says_it_of_a_section_without_rows(world: Path, form: str) -> None:
    asked = ("--db", world, "--where", "path=/b", "--format", form)
    result = run("events", "errors", *asked)
    printed = " ".join(result.output.replace("\\", "").split())
    assert f"{SAYS['events']} any of them may belong here." in printed
    assert f"{SAYS['errors']} any of them may belong here." in printed
    assert "Nothing in this range" not in printed


@pytest.mark.parametrize("form", ["terminal", "md", "html", "json", "csv"])
def test_every_format_says_it_where_no_page_matches(world: Path, form: str) -> None:
    result = run("events", "--db", world, "--path", "/none", "--format", form)
    printed = " ".join(result.output.replace("\\", "").split())
    assert printed.count(SAYS["events"]) == 1
    assert "o page matches /none in this range" in printed


@pytest.mark.parametrize("form", ["terminal", "md", "html", "json", "csv"])
def test_every_format_says_what_a_filter_leaves_out(world: Path, form: str) -> None:
    result = run("--db", world, "--path", "/a", "--format", form)
    printed = " ".join(result.output.replace("\\", "").split())
    assert printed.count("Left out, since what is kept of them does not tell the path:") == 1
