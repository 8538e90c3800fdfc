# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of hits that were not kept by name: what is missing beside them is not none."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from loganalytics.model_report import Mark, Section
from tests.cli.test_report import run
from tests.reports.conftest import ONE, TWO, A, Ask, only
from tests.reports.database import counts, make

THEN, NOW = date(2026, 10, 1), date(2026, 10, 2)
ERROR = "day status path kind referrer bot hits"
COMPARED = {"start": f"{NOW}", "end": f"{NOW}", "compare": "previous"}
AMONG = (
    "(other) are the hits of a day on paths beyond those that are kept by name: any other row may"
    " lack some."
)


def failed(
    day: date, status: int, path: str, hits: int, referrer: str = "(none)"
) -> dict[str, Any]:
    kind = "" if path == "(other)" else "page"
    return counts(ERROR, day, status, path, kind, referrer, False, hits)


def world(path: Path, **tables: list[dict[str, Any]]) -> Path:
    """Two days with a hit each, and these."""
    hits = [{"bucket": datetime(2026, 10, day, 8), "hits": 1} for day in (1, 2)]
    return make(path, traffic=hits, **tables)


def changes(section: Section) -> list[tuple[Any, ...]]:
    """What tells rows apart, the lead, what it was before and its change."""
    names = [column.name for column in section.columns]
    picked = [n for n in ("status", "path", "referrer", "source") if n in names]
    lead = section.lead
    return [
        tuple(row[name] for name in (*picked, lead, f"{lead}_before", f"{lead}_change"))
        for row in section.dicts()
    ]


def test_what_one_range_keeps_by_no_name_is_neither_new_nor_gone(ask: Ask, tmp_path: Path) -> None:
    path = world(
        tmp_path / "x.duckdb",
        errors=[
            failed(THEN, 404, "/kept", 4),
            failed(THEN, 404, "/rare", 3),
            failed(THEN, 403, "/closed", 2),
            failed(THEN, 500, "(other)", 6),
            failed(NOW, 404, "(other)", 9),
            failed(NOW, 404, "/kept", 5),
            failed(NOW, 404, "/fresh", 2),
            failed(NOW, 500, "/broken", 1),
        ],
    )
    section = only(ask("errors", path_of=path, **COMPARED))
    assert changes(section) == [
        (404, "(other)", 9, 0, Mark.NEW),
        (404, "/kept", 5, 4, 0.25),
        (404, "/fresh", 2, 0, Mark.NEW),  # the first day kept all that had this status
        (500, "/broken", 1, None, None),  # it may be among the six
        (500, "(other)", 0, 6, Mark.GONE),
        (403, "/closed", 0, 2, Mark.GONE),
    ]
    assert section.notes == (
        AMONG,
        "1 row of the range before may be among what is kept without a name now.",
    )
    few = only(ask("errors", path_of=path, limit=1, **COMPARED))
    assert few.notes[1:] == ("1 smaller row is gone.", section.notes[1])


def test_what_one_site_keeps_by_no_name_is_nothing_of_another(ask: Ask, tmp_path: Path) -> None:
    """One site has no name, as where logs name none."""
    path = world(
        tmp_path / "x.duckdb",
        errors=[
            failed(THEN, 404, "(other)", 9),
            failed(NOW, 404, "(other)", 9),
            failed(THEN, 404, "/gone", 5) | {"site": "b.example"},
            failed(NOW, 404, "/new", 4) | {"site": "b.example"},
            failed(NOW, 404, "/perhaps", 3),
        ],
    )
    assert changes(only(ask("errors", path_of=path, **COMPARED))) == [
        (404, "(other)", 9, 9, 0.0),
        (404, "/new", 4, 0, Mark.NEW),
        (404, "/perhaps", 3, None, None),
        (404, "/gone", 0, 5, Mark.GONE),
    ]


def test_a_link_from_a_page_that_is_kept_by_no_name_is_not_gone(ask: Ask, tmp_path: Path) -> None:
    path = world(
        tmp_path / "x.duckdb",
        errors=[
            failed(THEN, 404, "/a", 3, "x.example/"),
            failed(THEN, 404, "/b", 2, "y.example/"),
            failed(NOW, 404, "/a", 1, "(other)"),
        ],
    )
    section = only(ask("broken_links", path_of=path, **COMPARED))
    assert changes(section) == [
        ("/a", "(other)", 1, 0, Mark.NEW),
        ("/b", "y.example/", 0, 2, Mark.GONE),
    ]
    assert section.notes[-1].startswith("1 row of the range before may be")


def test_what_says_that_it_lacks_some_has_no_row_that_is_gone(ask: Ask, tmp_path: Path) -> None:
    lost = failed(NOW, 404, "(other)", 1, "x.example/")
    path = world(tmp_path / "x.duckdb", errors=[failed(THEN, 404, "/a", 3, "/from"), lost])
    section = only(ask("broken_links", path_of=path, **COMPARED))
    assert section.partial
    assert section.rows == ()


def test_readers_by_a_source_that_was_folded_are_not_gone(ask: Ask) -> None:
    """Of a page, with four pageviews by Google before and three of too few visitors now."""
    section = only(ask("sources", path="/blog/x", **COMPARED))
    named = [row[0] for row in changes(section)]
    assert "(other)" in named
    assert "Google" not in named


@pytest.mark.parametrize("section", ["errors", "bandwidth", "response_times", "ai_pages"])
def test_rows_that_may_lack_hits_say_so_beside_the_row_of_those(
    ask: Ask, tmp_path: Path, section: str
) -> None:
    def all_of(path: str) -> dict[str, list[dict[str, Any]]]:
        return {
            "errors": [failed(THEN, 404, path, 1)],
            "bandwidth": [counts("day path hits bytes_sent", THEN, path, 1, 1)],
            "response_times": [counts("day path duration_bucket hits", THEN, path, 9, 1)],
            "bots": [counts("day bot kind hits", THEN, "GPTBot", "ai", 1)],
            "bot_pages": [counts("day bot path hits bytes_sent", THEN, "GPTBot", path, 1, 1)],
        }

    lost, kept = (
        world(tmp_path / f"{n}.duckdb", **all_of(path)) for n, path in enumerate(("(other)", "/a"))
    )
    assert AMONG in only(ask(section, path_of=lost)).notes
    assert AMONG not in only(ask(section, path_of=kept)).notes


@pytest.mark.parametrize("section", ["bots", "ai_crawlers"])
def test_of_which_bots_more_was_fetched_than_is_kept_is_said(
    ask: Ask, tmp_path: Path, section: str
) -> None:
    fetched, bot = "day bot path hits", "day bot kind hits"
    names = ["A", "B", "C", "D", "E"]
    path = world(
        tmp_path / "x.duckdb",
        bots=[counts(bot, THEN, name, "ai", 9 - n) for n, name in enumerate(names)],
        bot_pages=[
            *(counts(fetched, THEN, name, "/a", 2) for name in names[:4]),
            *(counts(fetched, THEN, name, "(other)", 5) for name in ("A", "C", "D", "E")),
        ],
    )
    found = only(ask(section, path_of=path))
    assert [row["paths"] for row in found.dicts()] == [1, 1, 1, 1, None]
    assert found.notes == (
        "Paths are at least so many: of a day not all are kept by name of A, C, D and 1 more.",
    )
    assert only(ask(section, path_of=path, limit=2)).notes == (
        "Paths are at least so many: of a day not all are kept by name of A.",
    )
    printed = run(section, "--db", path, "--limit", "2").stdout
    assert re.search(r"^A .* 1\+ ", printed, re.MULTILINE)
    assert not re.search(r"^B .* 1\+ ", printed, re.MULTILINE)


def test_no_change_is_known_of_what_was_at_least_so_much(ask: Ask, tmp_path: Path) -> None:
    fetched, bot = "day bot path hits", "day bot kind hits"
    path = world(
        tmp_path / "x.duckdb",
        bots=[
            counts(bot, day, name, "ai", hits)
            for name, hits in (("A", 9), ("B", 5))
            for day in (THEN, NOW)
        ],
        bot_pages=[
            counts(fetched, THEN, "A", "/a", 1),
            counts(fetched, THEN, "A", "(other)", 8),
            counts(fetched, NOW, "A", "/a", 9),
            *(counts(fetched, day, "B", "/b", 5) for day in (THEN, NOW)),
        ],
    )
    rows = only(ask("bots", path_of=path, **COMPARED)).dicts()
    assert [tuple(row[f"paths{end}"] for end in ("", "_before", "_change")) for row in rows] == [
        (1, 1, None),
        (1, 1, 0.0),
    ]


def test_screens_that_are_unknown_or_folded_say_nothing(ask: Ask, tmp_path: Path) -> None:
    daily, pair = "day site dimension value pageviews visits visitors", "day site value pageviews"
    pairs = [
        counts(f"{pair} by_dimension by_value", day, A, "/a", views, "screen", screen)
        for day, views, screen in ((ONE, 5, "(unknown)"), (TWO, 5, "large"))
    ]
    path = make(
        tmp_path / "x.duckdb",
        traffic=[{"bucket": datetime(2026, 10, day, 8), "site": A, "hits": 9} for day in (1, 2)],
        pages=[
            counts("bucket site path pageviews", datetime(2026, 10, day, 8), A, "/a", 7)
            for day in (1, 2)
        ],
        daily=[counts(daily, day, A, "screen", "(unknown)", 7, 2, 2) for day in (ONE, TWO)],
        pairs=pairs,
    )

    def shown(day: date, *sections: str) -> bool:
        wish = {"start": f"{day}", "end": f"{day}", "path": "/a", "brief": True}
        report = ask(*sections, path_of=path, **wish)
        return "screens" in [each.name for each in report.sections if each.rows]

    assert not shown(ONE)
    assert shown(ONE, "screens")
    assert shown(TWO)
