# SPDX-License-Identifier: GPL-3.0-or-later
"""What crawlers fetched, of one site or several, on some days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loganalytics.engine import Row
from tests.reports.conftest import MORNING, ONE, TWO, A, Ask, B, only
from tests.reports.database import counts, make

BOT = "day site bot kind hits bytes_sent visitors"
FETCHED = "day site bot path hits bytes_sent"
SITES = [counts("bucket site bot hits", MORNING, site, True, 1) for site in (A, B)]


def crawled(path: Path, *, bots: list[Row], bot_pages: list[Row]) -> Path:
    return make(
        path,
        traffic=SITES,
        bots=[counts(BOT, *row) for row in bots],
        bot_pages=[counts(FETCHED, *row) for row in bot_pages],
    )


@pytest.fixture
def fetched(tmp_path: Path) -> Path:
    """Two crawlers of AI companies and one of a search engine, on two sites and two days."""
    return crawled(
        tmp_path / "x.duckdb",
        bots=[
            (ONE, A, "GPTBot", "ai", 7, 70, 1),
            (ONE, B, "ClaudeBot", "ai", 4, 40, 1),
            (TWO, A, "GPTBot", "ai", 2, 20, 1),
            (ONE, A, "Googlebot", "search", 9, 90, 1),
        ],
        bot_pages=[
            (ONE, A, "GPTBot", "/a", 4, 40),
            (ONE, A, "GPTBot", "/b", 2, 20),
            (ONE, A, "GPTBot", "(other)", 1, 10),
            (ONE, B, "ClaudeBot", "/a", 3, 30),
            (ONE, B, "ClaudeBot", "/gone", 1, 10),
            (ONE, B, "ClaudeBot", "/gone", -1, -10),
            (TWO, A, "GPTBot", "/c", 2, 20),
            (ONE, A, "Googlebot", "/search", 9, 90),
        ],
    )


FIRST: dict[str, Any] = {"start": f"{ONE}", "end": f"{ONE}"}


def test_what_was_fetched_is_by_path_and_site(ask: Ask, fetched: Path) -> None:
    section = only(ask("ai_pages", path_of=fetched, **FIRST))
    rows = [
        tuple(row[name] for name in ("path", "site", "hits", "bots")) for row in section.dicts()
    ]
    assert rows == [("/a", A, 4, 1), ("/a", B, 3, 1), ("/b", A, 2, 1), ("(other)", A, 1, 1)]


@pytest.mark.parametrize(
    ("wish", "paths"),
    [
        ({"site": A}, ["/a", "/b", "(other)"]),
        ({"site": B}, ["/a"]),
        ({"start": f"{TWO}", "end": f"{TWO}"}, ["/c"]),
        ({"path": "/b"}, ["/b"]),
    ],
)
def test_of_one_site_or_day_it_is_what_was_fetched_there(
    ask: Ask, fetched: Path, wish: dict[str, Any], paths: list[str]
) -> None:
    section = only(ask("ai_pages", path_of=fetched, **{**FIRST, **wish}))
    assert [row["path"] for row in section.dicts()] == paths


def test_a_bot_has_the_paths_it_fetched_there_and_that_are_known(ask: Ask, fetched: Path) -> None:
    def known(section: str, **wish: Any) -> dict[object, object]:
        rows = only(ask(section, path_of=fetched, **{**FIRST, **wish})).dicts()
        return {row["bot"]: row["paths"] for row in rows}

    assert known("bots") == {"Googlebot": 1, "GPTBot": 2, "ClaudeBot": 1}
    assert known("bots", site=A) == {"Googlebot": 1, "GPTBot": 2}
    assert known("ai_crawlers", end=f"{TWO}") == {"GPTBot": 3, "ClaudeBot": 1}


def test_an_agent_counts_as_what_it_was_on_the_site_and_days_that_are_asked_for(
    ask: Ask, tmp_path: Path
) -> None:
    """Lists change: what one calls a crawler of an AI company, an older one had for another."""
    book = crawled(
        tmp_path / "x.duckdb",
        bots=[
            (ONE, A, "Somebot", "other", 1, 10, 1),
            (TWO, A, "Somebot", "ai", 1, 10, 1),
            (ONE, B, "Somebot", "ai", 1, 10, 1),
        ],
        bot_pages=[
            (ONE, A, "Somebot", "/a", 1, 10),
            (ONE, B, "Somebot", "/b", 1, 10),
            (TWO, A, "Somebot", "/a", 1, 10),
        ],
    )
    assert only(ask("ai_pages", path_of=book, site=A, **FIRST)).rows == ()
    assert [row[0] for row in only(ask("ai_pages", path_of=book, site=B, **FIRST)).rows] == ["/b"]
