# SPDX-License-Identifier: GPL-3.0-or-later
"""Families of browsers: what is kept by version, added up."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from loganalytics import engine
from tests.reports.conftest import Ask, only
from tests.reports.database import counts, make

DAY = date(2026, 10, 1)
AT = datetime(2026, 10, 1, 8)


@pytest.fixture
def browsers(tmp_path: Path) -> Path:
    """A day of five browsers of three families and one that is not known."""
    by_day = "day dimension value pageviews visits visitors"
    pair = "day dimension value by_dimension by_value pageviews"
    return make(
        tmp_path / "browsers.duckdb",
        activity=[counts("bucket pageviews", AT, 60)],
        traffic=[counts("bucket hits", AT, 60)],
        pages=[counts("bucket path pageviews", AT, "/a", 60)],
        daily=[
            counts(by_day, DAY, "browser", "Firefox 128", 20, 6, 5),
            counts(by_day, DAY, "browser", "Firefox 140", 10, 4, 3),
            counts(by_day, DAY, "browser", "Firefox Mobile 140", 8, 3, 3),
            counts(by_day, DAY, "browser", "Opera", 15, 8, 7),
            counts(by_day, DAY, "browser", "(unknown)", 7, 2, 2),
            counts(by_day, DAY, "country", "DE", 60, 23, 20),
        ],
        pairs=[
            counts(pair, DAY, "path", "/a", "browser", "Firefox 128", 20),
            counts(pair, DAY, "path", "/a", "browser", "Firefox 140", 9),
            counts(pair, DAY, "path", "/a", "browser", "(other)", 31),
        ],
    )


def test_versions_of_a_family_are_added_up(ask: Ask, browsers: Path) -> None:
    section = only(ask("browser_families", path_of=browsers, start="2026-10-01", limit=3))
    assert section.dicts() == [
        {
            "browser_family": family,
            "visits": visits,
            "share": visits / 23,
            "visitors": visitors,
            "pageviews": views,
        }
        for family, visits, visitors, views in [
            ("Firefox", 10, 8, 30),
            ("Opera", 8, 7, 15),
            ("Firefox Mobile", 3, 3, 8),
        ]
    ]
    assert section.more == 1
    # A filter by browser leaves its families.
    by = only(
        ask("browser_families", path_of=browsers, start="2026-10-01", where=("browser=*140",))
    )
    assert [row[:2] for row in by.rows] == [("Firefox", 4), ("Firefox Mobile", 3)]


@pytest.mark.parametrize(
    ("where", "visits"),
    [
        ("browser=Firefox", [("Firefox 128", 6), ("Firefox 140", 4)]),
        ("browser=firefox 140", [("Firefox 140", 4)]),
        ("browser=*mobile", [("Firefox Mobile 140", 3)]),
        ("browser=Opera", [("Opera", 8)]),
        ("browser!=Firefox", [("Opera", 8), ("Firefox Mobile 140", 3), ("(unknown)", 2)]),
    ],
)
def test_a_family_is_asked_for_without_a_version(
    ask: Ask, browsers: Path, where: str, visits: list[tuple[str, int]]
) -> None:
    section = only(ask("browsers", path_of=browsers, start="2026-10-01", where=(where,)))
    assert [row[:2] for row in section.rows] == visits


def test_its_pages_are_those_of_all_its_versions(ask: Ask, browsers: Path) -> None:
    asked = {"path_of": browsers, "start": "2026-10-01", "where": ("browser=Firefox",)}
    section = only(ask("pages", **asked))
    views = [(row["path"], row["pageviews"]) for row in section.dicts()]
    assert views == [("/a", 29), ("(folded)", 1)]
    assert section.title.endswith("where browser is Firefox (any version)")
    timeline = only(ask("timeline", **asked))
    (day,) = timeline.dicts()
    assert (day["pageviews"], day["visits"], day["visitors"]) == (30, 10, 8)


def test_among_readers_of_a_page_pairs_are_added_up(ask: Ask, browsers: Path) -> None:
    section = only(ask("browser_families", path_of=browsers, start="2026-10-01", path="/a"))
    assert [row[:2] for row in section.rows] == [("(other)", 31), ("Firefox", 29)]


def test_the_view_says_the_same(browsers: Path) -> None:
    with engine.database(browsers, read_only=True) as connection:
        rows = connection._execute(
            "select browser_family, visits from v_browser_families order by all", {}, "view"
        )
    assert rows == [("(unknown)", 2), ("Firefox", 10), ("Firefox Mobile", 3), ("Opera", 8)]
