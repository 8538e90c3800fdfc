# SPDX-License-Identifier: GPL-3.0-or-later
"""What is forgotten is nowhere in the file, and all else is as it was."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, query, write
from tests.ops.bytes import PLANTED, occurrences, rows

DAY = 86_400
SITES = ("a.example", "b.example")


@pytest.fixture
def filled(ingest: Ingest, database: Path, tmp_path: Path) -> Path:
    """Three days, two sites, pages with a name in them, a title, downloads and a bot."""
    lines = []
    for day in range(3):
        for n in range(8):
            at = day * DAY + n * 60
            site, who = SITES[n % 2], f"192.0.2.{n}"
            for step, path in enumerate(("/", f"/user/{PLANTED}/{n}", "/user")):
                lines.append(f"{site}:443 {combined(at + step * 9, path, who=who, size=n)}")
            lines.append(f"{site}:443 {combined(at, f'/user/{PLANTED}.pdf', who=who, size=9)}")
            lines.append(f"{site}:443 {combined(at, '/x', who=who, agent='Googlebot/2.1')}")
            pixel = f"/pixel.gif?path=/user/{PLANTED}/{n}&title=Of+{PLANTED}+{n}"
            lines.append(f"{site}:443 {combined(at + 10, pixel, who=who, size=43)}")
    ingest(write(tmp_path / "a.log", lines))
    return database


def holding(database: Path, text: str) -> set[str]:
    """The tables with a cell that holds a text."""
    return {
        table
        for table, found in rows(database).items()
        if any(text in str(cell) for row in found for cell in row)
    }


@pytest.mark.parametrize(
    "spelled",
    [
        "/blog/owl/",
        "/blog/owl",
        "//blog/%6Fwl/index.html",
        "/blog/caf%C3%A9",
        "/blog/vue.js/",
        "/blog/",
    ],
)
def test_a_page_is_forgotten_by_any_spelling_also_one_that_the_pixel_alone_tells(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, spelled: str
) -> None:
    """Excluded pages are counted where the pixel ran on them."""
    pages = ("/blog/owl/", "/blog/café/", "/blog/vue.js/", "/about/", "/blog/")
    lines = [combined(n, f"/pixel.gif?path={quote(page)}") for n, page in enumerate(pages)]
    ingest("--exclude", "/blog/*", write(tmp_path / "a.log", lines))
    kept = {"/blog/owl", "/blog/café", "/blog/vue.js/", "/about", "/blog"}
    assert {path for (path,) in query(database, "select path from pages")} == kept
    shown = run("report", "pages", "--path", spelled, "--format", "json")
    (row,) = json.loads(shown.stdout)["pages"]
    assert run("forget", "--path", spelled, "--yes").exit_code == 0
    assert {path for (path,) in query(database, "select path from pages")} == kept - {row["path"]}


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("/search?q=c%2B%2B", "/search?q=c%2B%2B"),
        ("/search/?q=a/%26b", "/search?q=a/%26b"),
        ("/x/me@x.css/", "/x/(email)/"),
        ("/%201.2.3.4", "/%(ip)"),
    ],
)
def test_a_page_is_forgotten_as_it_is_kept(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, target: str, kept: str
) -> None:
    """Also where what was put in the place of an address, or is kept of a query, is no spelling."""
    lines = [combined(0, target), combined(1, "/other")]
    ingest("--keep-query", "q", write(tmp_path / "a.log", lines))
    assert query(database, "select path from pages order by all") == sorted([(kept,), ("/other",)])
    assert run("forget", "--path", kept, "--yes").exit_code == 0
    assert query(database, "select path from pages") == [("/other",)]


@pytest.mark.parametrize("pattern", ["user/*", "https://a.example/user", ""])
def test_what_can_be_no_path_is_refused(run: Run, filled: Path, pattern: str) -> None:
    for command in (("forget", "--yes", "--path", pattern), ("report", "--path", pattern)):
        result = run(*command)
        assert result.exit_code == 2
        assert "a path begins with '/', its pattern with that or '*'" in result.stderr
    assert run("report", "--where", f"path={pattern}").exit_code == 2


def test_a_path_is_forgotten_wherever_it_is_named(run: Run, filled: Path) -> None:
    assert holding(filled, PLANTED) >= {"pages", "titles", "downloads", "recent"}
    assert occurrences(filled) > 0
    before = rows(filled)
    result = run("forget", "--path", f"/user/{PLANTED}*", "--yes")
    assert result.exit_code == 0, result.output
    assert (holding(filled, PLANTED), occurrences(filled)) == (set(), 0)
    after = rows(filled)
    for table in ("traffic", "activity", "daily", "bots", "contents", "meta"):
        assert after[table] == before[table]
    for table in ("pages", "titles", "downloads", "pairs", "recent"):
        assert after[table] == [row for row in before[table] if PLANTED not in str(row)]
    assert query(filled, "select distinct path from pages order by 1") == [("/",), ("/user",)]
    assert query(filled, "select erased from ingests") == [("paths",)]


def test_pairs_without_a_page_outlive_all_pages(run: Run, filled: Path) -> None:
    others = "select * from pairs where dimension <> 'path' order by all"
    before = query(filled, others)
    assert before
    assert run("forget", "--path", "*", "--yes").exit_code == 0
    assert query(filled, others) == before
    assert query(filled, "select count(*) from pairs where dimension = 'path'") == [(0,)]


def test_it_says_what_it_forgets_and_forgot(run: Run, filled: Path) -> None:
    result = run("forget", "--path", "/user/*")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == (
        "To be forgotten: 24 pageviews, 24 visits, 24 downloads of 2026-10-10 to 2026-10-12."
    )
    result = run("forget", "--path", "/user/*", "--yes")
    assert "Forgot 24 pageviews, 24 visits, 24 downloads of 20" in result.stderr
    assert "was written again" in result.stderr


def test_a_site_is_forgotten_from_every_table(run: Run, filled: Path) -> None:
    before = rows(filled)
    assert run("forget", "--site", "a.example", "--yes").exit_code == 0
    assert holding(filled, "a.example") == set()
    assert occurrences(filled, "a.example") == 0
    after = rows(filled)
    for table in after.keys() - {"ingests"}:
        assert after[table] == [row for row in before[table] if "a.example" not in row]
    assert query(filled, "select erased from ingests") == [("days",)]


@pytest.mark.parametrize(
    ("asked", "left"), [("A.Example", ["", "b.example"]), ("(none)", ["a.example", "b.example"])]
)
def test_a_site_is_asked_for_as_reports_show_it(
    ingest: Ingest, run: Run, filled: Path, tmp_path: Path, asked: str, left: list[str]
) -> None:
    ingest(write(tmp_path / "none.log", [combined(0, "/of/none")]))
    assert run("forget", "--site", asked, "--yes").exit_code == 0
    sites = query(filled, "select distinct site from traffic order by site")
    assert [site for (site,) in sites] == left


def test_days_are_forgotten_whole(run: Run, filled: Path) -> None:
    assert run("forget", "--start", "2026-10-11", "--end", "2026-10-11", "-y").exit_code == 0
    for table, column in (("traffic", "bucket"), ("pages", "bucket"), ("recent", "minute")):
        days = query(filled, f"select distinct {column}::date::varchar from {table} order by 1")
        assert days == [("2026-10-10",), ("2026-10-12",)]
    for table in ("daily", "downloads", "bots", "pairs", "titles"):
        days = query(filled, f"select distinct day::varchar from {table} order by 1")
        assert days == [("2026-10-10",), ("2026-10-12",)]
    assert run("forget", "--start", "2026-10-12", "-y").exit_code == 0
    assert query(filled, "select distinct day::varchar from daily") == [("2026-10-10",)]
    assert run("forget", "--end", "2026-10", "-y").exit_code == 0
    assert {table for table, found in rows(filled).items() if found} == {
        *("meta", "ingests", "contents")
    }


def test_all_that_is_said_must_hold(run: Run, filled: Path) -> None:
    options = ("--path", "/user", "--site", "b.example", "--end", "2026-10-10")
    assert run("forget", *options, "-y").exit_code == 0
    left = query(filled, "select site, bucket::date::varchar from pages where path = '/user'")
    assert set(left) == {(site, f"2026-10-{day}") for site in SITES for day in (10, 11, 12)} - {
        ("b.example", "2026-10-10")
    }


def test_a_site_that_is_spelled_wrong_is_refused(run: Run, filled: Path) -> None:
    before = filled.read_bytes()
    result = run("forget", "--site", "a.exmaple", "--yes")
    assert (result.exit_code, filled.read_bytes()) == (2, before)
    assert "holds no site 'a.exmaple'; its sites are " in result.stderr
    assert "a.example" in result.stderr


def test_wildcards_of_like_are_characters_in_a_path(run: Run, filled: Path) -> None:
    before = filled.read_bytes()
    for path in ("/us_r", "/%", "/USER", "/use"):
        result = run("forget", "--path", path, "--yes")
        assert (result.exit_code, filled.read_bytes()) == (0, before)
        assert result.stderr == f"{filled} holds nothing of this.\n"


def test_a_wildcard_of_like_in_a_path_is_found(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    paths = ("/a_b", "/axb", "/a%25b", "/a\\b")
    ingest(write(tmp_path / "a", [combined(n, path) for n, path in enumerate(paths)]))
    assert run("forget", "--path", "/a_b", "--yes").exit_code == 0
    assert "/a_b" not in holding_paths(database)
    assert len(holding_paths(database)) == 3


def holding_paths(database: Path) -> set[str]:
    return {path for (path,) in query(database, "select path from pages")}


def test_the_log_stays_known_and_brings_nothing_back(
    run: Run, ingest: Ingest, filled: Path, tmp_path: Path
) -> None:
    assert run("forget", "--path", "*", "--yes").exit_code == 0
    assert ingest(tmp_path / "a.log")["totals"]["hits"] == 0
    assert rows(filled)["pages"] == []


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--start", "soon"),
        ("--start", "2026-10-11T12:00"),
        ("--end", "2026-10-11T12:00"),
        ("--start", "2026-10-12", "--end", "2026-10-11"),
        ("--path", "/user"),  # without --yes
    ],
)
def test_what_it_cannot_do_is_exit_code_2(run: Run, filled: Path, options: tuple[str, ...]) -> None:
    before = filled.read_bytes()
    yes = () if "--path" in options else ("--yes",)
    assert run("forget", *options, *yes).exit_code == 2
    assert filled.read_bytes() == before


def test_reports_say_that_pages_of_their_range_were_forgotten(run: Run, filled: Path) -> None:
    told = "Pages of this range, or of days or sites near it, were forgotten"
    assert told not in run("report", "--start", "all", "pages").output
    run("forget", "--path", "/user/*", "--start", "2026-10-11", "--yes")
    assert told in run("report", "--start", "all", "pages").output
    assert told not in run("report", "--start", "all", "countries").output
    assert told not in run("report", "--start", "all", "--path", "/", "pages").output
    run("prune", "--older-than", "2026-10-11", "--yes")
    assert told in run("report", "--start", "all", "pages").output
