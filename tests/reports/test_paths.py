# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from loganalytics.errors import UsageError
from loganalytics.model_report import PATH_SECTIONS
from tests.reports.conftest import NIGHT, Ask, only
from tests.reports.database import make


def test_a_path_has_its_own_summary_and_nothing_that_is_not_kept_of_it(ask: Ask) -> None:
    row = only(ask("summary", path="/blog/*")).dicts()[0]
    known = {name: value for name, value in row.items() if value is not None}
    assert known == {
        "pageviews": 8,
        "visits": 2,
        "visitors": 4,
        "bounces": 1,
        "bounce_rate": 0.5,
        "exits": 3,
        "mean_time_s": 32.0,
        "paths": 1,
    }
    assert {"hits", "bytes_sent", "bot_hits", "returning_visits"} < row.keys()


def test_a_path_has_its_own_timeline(ask: Ask) -> None:
    rows = only(ask("timeline", path="/blog/x", start="2026-10-01", by="day")).rows
    assert [row[3:] for row in rows] == [(4, 0, 2, None, None), (4, 2, 2, None, None)]


def test_sources_of_a_page_come_from_its_pair_rows(ask: Ask) -> None:
    section = only(ask("sources", path="/blog/x"))
    assert [tuple(row.values()) for row in section.dicts()] == [
        ("Google", 4, 4 / 7),
        ("(other)", 3, 3 / 7),
    ]
    assert "k = 5" in section.notes[-1]


def test_without_folding_nothing_is_said_of_it(ask: Ask, tmp_path: Path) -> None:
    path = make(tmp_path / "k.duckdb", {"k": "1"}, traffic=[{"bucket": NIGHT, "hits": 1}])
    assert only(ask("sources", path="/", path_of=path)).notes == ()


def test_all_sections_of_a_path_are_those_that_can_be_known(ask: Ask) -> None:
    assert tuple(section.name for section in ask(path="/*").sections) == PATH_SECTIONS


def test_a_section_that_cannot_be_known_for_a_path_is_refused(ask: Ask) -> None:
    with pytest.raises(
        UsageError, match="bots cannot be known for a path; with --path there are summary"
    ):
        ask("summary", "bots", path="/blog/*")


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("/a_b", ["/a_b"]),
        ("/a?b", ["/a%b", "/a*b", "/a\\b", "/a_b", "/axb", "/aéb"]),
        ("/a%b", ["/a%b"]),
        ("/a\\b", ["/a\\b"]),
        ("/a[1]b", ["/a[1]b"]),
        ("*[1]*", ["/a[1]b"]),
        ("/A_B", []),
    ],
)
def test_in_a_glob_only_stars_and_question_marks_are_special(
    ask: Ask, tmp_path: Path, glob: str, found: list[str]
) -> None:
    paths = ["/a_b", "/a%b", "/a\\b", "/a*b", "/axb", "/aéb", "/a[1]b", "/ab"]
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
