# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from loganalytics.errors import UsageError
from loganalytics.model_report import PATH_SECTIONS, Mark
from tests.reports.conftest import NIGHT, Ask, only
from tests.reports.database import make


def test_a_path_has_its_own_summary_and_nothing_that_is_not_kept_of_it(ask: Ask) -> None:
    row = only(ask("summary", path="/blog/*")).dicts()[0]
    known = {name: value for name, value in row.items() if value is not None}
    assert known == {
        "pageviews": 8,
        "visits": 4,
        "visitors": 4,
        "entries": 2,
        "bounces": 1,
        "bounce_rate": 0.5,
        "exits": 3,
        "mean_time_s": 32.0,
        "paths": 1,
    }
    assert {"hits", "bytes_sent", "bot_hits", "returning_visits"} < row.keys()


def test_a_path_has_its_own_timeline(ask: Ask) -> None:
    rows = only(ask("timeline", path="/blog/x", start="2026-10-01", by="day")).rows
    assert [row[3:] for row in rows] == [(4, 2, 2, None, None), (4, 2, 2, None, None)]


def test_visits_and_visitors_of_several_pages_count_twice_and_say_so(ask: Ask) -> None:
    report = ask("summary", "timeline", path="/*", start="2026-10-01", by="day")
    summary, timeline = report.sections
    # Two of the three visits of the first morning saw both pages.
    assert (summary.dicts()[0]["visits"], summary.dicts()[0]["entries"]) == (11, 9)
    assert [row["visits"] for row in timeline.dicts()] == [6, 5]
    assert [row["visits"] for row in summary.inner[0].dicts()] == [5, 6]
    assert all("counts twice" in section.notes[0] for section in report.sections)
    assert not any(section.notes for section in ask("summary", "timeline", path="/blog/x").sections)


def test_sources_of_a_page_add_up_to_its_pageviews(ask: Ask) -> None:
    section = only(ask("sources", path="/blog/x"))
    assert [row[:3] for row in section.rows] == [
        ("Google", 4, 4 / 8),
        ("(other)", 3, 3 / 8),
        ("(folded)", 1, 1 / 8),
    ]
    assert section.notes == (
        "50.0% folded: (other) without the source, (folded) without the page.",
    )
    alone, folded = section.common
    assert ("no visits, no visitors" in alone, "fewer than k = 5" in folded) == (True, True)
    assert [column.name for column in section.columns[3:]] == ["visits", "visitors"]
    assert {cell for row in section.rows for cell in row[3:]} == {Mark.UNKNOWN}


def test_a_page_without_any_pair_row_is_folded_as_a_whole(ask: Ask) -> None:
    section = only(ask("countries", path="/blog/x"))
    assert [row[:3] for row in section.rows] == [("(folded)", 8, 1.0)]
    assert section.notes == ("No pairs of country and path were kept at the time.",)
    assert only(ask("countries", path="/nowhere")).rows == ()


def test_a_limit_leaves_what_was_folded_in_sight(ask: Ask) -> None:
    section = only(ask("sources", path="/blog/x", limit=1))
    assert [row["source"] for row in section.dicts()] == ["Google", "(folded)"]
    assert (section.more, section.rows[-1][1]) == (1, 1)


def test_sources_of_a_page_are_those_of_whole_days(ask: Ask) -> None:
    section = only(ask("sources", path="/blog/x", start="2026-10-02T15:00", end="2026-10-02T16:00"))
    assert [row[:3] for row in section.rows] == [("(other)", 3, 3 / 4), ("(folded)", 1, 1 / 4)]
    assert section.notes[0] == "Kept by day: the whole day 2026-10-02."


def test_a_note_names_only_what_is_shown(ask: Ask) -> None:
    section = only(ask("sources", path="/blog/*", end="2026-10-01", site="b.example"))
    assert (section.rows, section.notes) == ((), ())
    section = only(ask("sources", path="/blog/*", end="2026-10-01"))
    assert section.title == "Sources of readers of these pages"
    assert section.notes == ()


@pytest.mark.parametrize(
    ("glob", "rows"),
    [
        # The pairs that lost their page belong to all pages, but to none by name.
        ("*", [("Google", 4), ("(other)", 4), ("(folded)", 13)]),
        ("/*", [("Google", 4), ("(other)", 3), ("(folded)", 14)]),
        ("*other*", []),
    ],
)
def test_pairs_that_lost_their_page_belong_to_all_pages(
    ask: Ask, glob: str, rows: list[tuple[str, int]]
) -> None:
    assert sorted(row[:2] for row in only(ask("sources", path=glob)).rows) == sorted(rows)


def test_pairs_may_be_more_than_the_joined_pageviews(ask: Ask, tmp_path: Path) -> None:
    path = make(
        tmp_path / "joined.duckdb",
        traffic=[{"bucket": NIGHT, "hits": 1}],
        pages=[
            {"bucket": NIGHT, "path": "/", "pageviews": 10},
            {"bucket": NIGHT, "path": "/", "pageviews": -2, "ingest_id": 2},
        ],
        pairs=[
            {
                "day": NIGHT.date(),
                "value": "/",
                "by_dimension": "source",
                "by_value": name,
                "pageviews": 5,
            }
            for name in ("Bing", "Google")
        ],
    )
    section = only(ask("sources", path="/", path_of=path))
    assert [row[:3] for row in section.rows] == [("Bing", 5, 0.5), ("Google", 5, 0.5)]
    assert section.notes == ()


def test_without_folding_nothing_is_said_of_it(ask: Ask, tmp_path: Path) -> None:
    path = make(tmp_path / "k.duckdb", {"k": "1"}, traffic=[{"bucket": NIGHT, "hits": 1}])
    assert only(ask("sources", path="/", path_of=path)).notes == ()


def test_all_sections_of_a_path_are_those_that_can_be_known(ask: Ask) -> None:
    assert tuple(section.name for section in ask(path="/*").sections) == PATH_SECTIONS


def test_a_section_that_cannot_be_known_for_a_path_is_refused(ask: Ask) -> None:
    with pytest.raises(
        UsageError, match="bots cannot be known by path; with --path there are summary"
    ):
        ask("summary", "bots", path="/blog/*")


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("/a_b", ["/a_b"]),
        ("/a?b", ["/a*b", "/a\\b", "/a_b", "/axb", "/aéb"]),
        ("/a%b", ["/a%25b"]),
        ("/a%25b", ["/a%25b"]),
        ("/a%C3%A9b", ["/aéb"]),
        ("/%61*", ["/a%25b", "/a*b", "/a[1]b", "/a\\b", "/a_b", "/ab", "/axb", "/aéb"]),
        ("//a_b/", ["/a_b"]),
        ("/x.js/", ["/x.js/"]),
        ("/x.js", []),
        ("*/", ["/x.js/"]),
        ("/a\\b", ["/a\\b"]),
        ("/a[1]b", ["/a[1]b"]),
        ("*[1]*", ["/a[1]b"]),
        ("/A_B", []),
    ],
)
def test_in_a_glob_only_stars_and_question_marks_are_special(
    ask: Ask, tmp_path: Path, glob: str, found: list[str]
) -> None:
    paths = ["/x.js/", "/a_b", "/a%25b", "/a\\b", "/a*b", "/axb", "/aéb", "/a[1]b", "/ab"]
    path = make(
        tmp_path / "globs.duckdb",
        pages=[{"bucket": NIGHT, "path": each, "pageviews": 1} for each in paths],
        traffic=[{"bucket": NIGHT, "hits": 1}],
    )
    rows = only(ask("pages", path_of=path, path=glob)).dicts()
    assert [row["path"] for row in rows] == sorted(found)


def test_a_path_that_no_page_matches_says_so(ask: Ask) -> None:
    assert ask(path="/nowhere").empty == "no page matches /nowhere in this range"
    assert ask(path="*.pdf").empty == ""  # a download is no page, but it is shown
