# SPDX-License-Identifier: GPL-3.0-or-later
"""From a log to the page, by the command line: its numbers, and what a hostile log does to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from loganalytics.model_report import EXPLAINING, SECTIONS
from tests import logs
from tests.conftest import Ingest, Run
from tests.pages import read, rows, structure
from tests.year import year

# What nginx logs of these is what is written here: it escapes quotes, backslashes and controls.
HOSTILE = (
    "<script>window.pwned=1</script>",
    "\\x22><img/src=x/onerror=window.pwned=1>",
    "'onmouseover='window.pwned=1",
    "</style></script></title><svg/onload=window.pwned=1>",
    "<!--]]>",
    "javascript:window.pwned=1",
    "&lt;b&gt;${style}$body",
    "long-" * 60,
)
# Sections of which the sample has nothing.
EMPTY = ("broken_links", "languages", "response_times", "utm_contents", "utm_terms")
# Keys that a table has no column for.
UNSEEN = {
    "pages": {"bounces", "site"},
    "bots": {"visitors"},
    "timeline": {"start", "end"},
    "broken_links": {"share"},
}


def log(text: Callable[[int], str], odd: str) -> bytes:
    """A log with a text in every place that a client decides on; each line is a visitor's own.

    `odd` is what only a title can hold: elsewhere it makes a value that is refused.
    """
    lines = []
    for n in range(2 * len(HOSTILE)):
        word, coded, at = text(n), quote(text(n), safe=""), 4000 * n
        path, referrer = f"/q{n:02}%2F{coded}", f"https%3A%2F%2Fs.example%2F{n:02}%2F{coded}"
        pixel = f"/pixel.gif?path={path}&title={n:02}{coded}{odd}&referrer={referrer}"
        lines += [
            logs.combined(at, f"/p{n:02}/{word}", referer=f"https://r.example/{n:02}/{word}"),
            logs.combined(at + 1, pixel, who="192.0.2.2"),
            logs.combined(at + 2, f"/d{n:02}/{word}.pdf", who="192.0.2.3"),
            logs.combined(at + 3, f"/b{n:02}/{word}", who="192.0.2.4", agent=f"harvester {word}"),
        ]
    return logs.text(lines)


def page(run: Run, *arguments: object) -> str:
    result = run("report", "--format", "html", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_a_hostile_log_gives_the_page_that_a_harmless_one_gives(
    run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    pages = []
    for name, text, odd in (
        ("hostile", lambda n: HOSTILE[n % len(HOSTILE)], "%E2%80%AE%00%1B%5B31m"),
        ("harmless", str, "!"),
    ):
        database = tmp_path / f"{name}.duckdb"
        (tmp_path / f"{name}.log").write_bytes(log(text, odd))
        ingest("--db", database, tmp_path / f"{name}.log")
        pages.append(page(run, "--db", database))
    hostile, harmless = pages
    assert structure(hostile) == structure(harmless)
    tree = read(hostile)
    shown = [" ".join(map(" ".join, rows(tree, name))) for name in ("pages", "referrers")]
    for each in ("<script>window.pwned=1", "onerror=", "'onmouseover=", "<!--]]>", "javascript:"):
        for text in (*shown, " ".join(map(" ".join, rows(tree, "downloads")))):
            assert text.count(each) >= 2, each
    assert "[31m" in shown[0]  # of the title, without what would have made it colour
    assert not set(hostile) & set("\u202e\x00\x1b")


def number(key: str, value: Any) -> str:
    """A number of the JSON report as the page should write it, worked out a second time."""
    if value is None:
        return "-"
    if key in ("share", "sent_share", "bounce_rate"):
        return "<0.1%" if 0 < value < 0.0005 else f"{100 * value:.1f}%"
    if key in ("mean_time_s", "mean_duration_s"):
        seconds = round(value)
        minutes = f"{seconds // 60 % 60}:{seconds % 60:02}"
        return f"{seconds // 3600}:{minutes:0>5}" if seconds >= 3600 else minutes
    if key == "bytes_sent":
        for power, unit in enumerate(("B", "kB", "MB", "GB")):
            if value < 999.95 * 1000**power or unit == "GB":
                return f"{value} B" if not power else f"{value / 1000**power:.1f} {unit}"
    if key == "status":
        return f"{value} {HTTPStatus(value).phrase}"
    return f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def test_every_number_of_the_json_report_stands_in_the_page(run: Run, ingest: Ingest) -> None:
    ingest("sample_logs")
    tree = read(page(run, "--limit", "0"))
    document = json.loads(run("report", "--format", "json").stdout)
    compared = 0
    filled = [name for name in SECTIONS[1:] if document.get(name)]
    assert set(SECTIONS) - set(filled) == {"summary", *EMPTY, *EXPLAINING}
    assert all(document[name] == [] for name in EMPTY)
    filled.remove("hosts")  # there is but one
    # A table of hours has a row for each, and a column for each day.
    week = [row["pageviews"] for row in document.pop("hours")]
    filled.remove("hours")
    assert [cells[1:] for cells in rows(tree, "hours")] == [
        [f"{views:,}" for views in week[hour::24]] for hour in range(24)
    ]
    for name in filled:
        found = rows(tree, name)
        assert len(found) == len(document[name]), name
        for row, cells in zip(document[name], found, strict=True):
            for key, value in row.items():
                if key in UNSEEN.get(name, ()) or isinstance(value, bool):
                    continue
                if isinstance(value, int | float) or (value is None and key != "title"):
                    assert number(key, value) in cells, (name, row)
                    compared += 1
    assert compared > 800
    summary = document["summary"]
    tiles = [tile.text() for tile in next(tree.by_id("summary").all("dl")).all("dd")]
    for key, value in summary.items():
        if key not in ("bounces", "latest_days", "change"):
            assert number(key, value) in tiles, key
    latest, before = summary["latest_days"]
    assert [row[1:3] for row in rows(tree, "summary")] == [
        [number(key, latest[key]), number(key, before[key])] for key in summary["change"]
    ]
    assert [row[3].split()[-1] for row in rows(tree, "summary")] == [
        f"{100 * value:+.0f}%" if value else "±0%" for value in summary["change"].values()
    ]


def change(row: dict[str, Any], key: str) -> str:
    """A change of the JSON report as the page should write it; '' where there is none."""
    value = row[f"{key}_change"]
    if value is None:
        return "new" if row[key] and row[f"{key}_before"] == 0 else ""
    return f"{100 * value:+,.0f}%" if round(value, 2) else "±0%"


def test_every_number_of_a_comparison_stands_in_the_page_with_its_change(
    run: Run, ingest: Ingest
) -> None:
    ingest("sample_logs")
    span = ("--start", "2026-W43", "--compare", "week")
    tree = read(page(run, *span, "--limit", "0"))
    document = json.loads(run("report", *span, "--format", "json").stdout)
    week = [f"{row['pageviews']:,}{change(row, 'pageviews')}" for row in document["hours"]]
    assert [cells[1:] for cells in rows(tree, "hours")] == [week[hour::24] for hour in range(24)]
    seen = 0
    for name, lead in (
        *(("timeline", "pageviews"), ("pages", "pageviews"), ("error_timeline", "not_found")),
        *(("entry", "entries"), ("sources", "visits"), ("status", "hits"), ("bots", "hits")),
    ):
        found = rows(tree, name)
        assert len(found) == len(document[name]), name
        for row, cells in zip(document[name], found, strict=True):
            for key in row:
                if f"{key}_change" not in row or key in UNSEEN.get(name, ()):
                    continue
                if key == lead:
                    before = number(key, row[f"{key}_before"])
                    at = cells.index(before, cells.index(number(key, row[key])) + 1)
                    marked = "gone" if cells[at + 1] == "gone" else change(row, key) or "-"
                    assert cells[at + 1].split()[-1] == marked, (name, row)
                else:
                    assert number(key, row[key]) + change(row, key) in cells, (name, key, cells)
                    seen += 1
    assert seen > 400
    # Each heading of a number is a button that says what it means, and so do those of changes.
    heads = [head for head in tree.by_id("pages").all("th") if head.attributes["scope"] == "col"]
    for head in heads[1:]:
        assert list(head.all("button")), head.text()
    assert [b.text() for b in heads[4].all("button")] == ["Share", "Change"]
    assert "-1 for a row that is gone" in tree.by_id("is-change").text()
    assert "earlier range" in tree.by_id("is-before").text()


def test_values_that_stand_for_many_have_their_definition_too(run: Run, ingest: Ingest) -> None:
    ingest("sample_logs")
    tree = read(page(run, "--path", "/blog/*", "sources"))
    (button,) = (b for b in tree.by_id("sources").all("button") if b.text() == "(other)")
    assert "fewer than k" in tree.by_id(str(button.attributes["popovertarget"])).text()
    assert "(folded)" in {button.text() for button in tree.all("button")}
    plain = {node.attributes.get("id") for node in read(page(run, "sources")).all()}
    assert plain.isdisjoint({"is-(other)", "is-(folded)"})


def test_the_page_shows_up_to_100_rows_or_as_many_as_are_asked_for(
    run: Run, database: Path
) -> None:
    year(database, sites=2, days=30, pages=150)
    tree = read(page(run, "pages"))
    assert len(rows(tree, "pages")) == 100
    assert "200 more are not on this page." in tree.by_id("pages").text()
    assert len(rows(read(page(run, "pages", "--limit", "3")), "pages")) == 3
    assert len(rows(read(page(run, "pages", "--limit", "0")), "pages")) == 300


def test_a_year_of_ten_sites_stays_below_400_kb(run: Run, database: Path) -> None:
    year(database)
    text = page(run, "--start", "2025", "--end", "2025", "--by", "day")
    assert 100_000 < len(text.encode()) < 400_000
    tree = read(text)
    assert "10 sites: " in next(tree.all("header")).text()
    assert len(rows(tree, "timeline")) == 365
    assert len(rows(tree, "pages")) >= 25
    compared = page(run, "--start", "2025-07", "--end", "2025-12", "--compare", "2025-01..2025-06")
    assert 100_000 < len(compared.encode()) < 400_000
    assert len(rows(read(compared), "pages")) >= 25


@pytest.mark.parametrize("path", ["/p1*", "/p10"])
def test_the_page_of_a_path_is_whole(path: str, run: Run, database: Path) -> None:
    year(database, sites=2, days=3, pages=12)
    tree = read(page(run, "--path", path))
    assert f"where path={path}" in next(tree.all("header")).text()
    assert rows(tree, "pages")
    assert rows(tree, "timeline")


def test_a_range_without_data_is_a_page_that_says_so(run: Run, database: Path) -> None:
    year(database, sites=1, days=3, pages=3)
    result = run("report", "--format", "html", "--start", "2020", "--end", "2020")
    said = "no data from 2020-01-01 00:00 to 2021-01-01 00:00"
    assert said in result.stderr
    assert said[1:] in next(read(result.stdout).all("main")).text()
    assert datetime(2025, 1, 1).strftime("%Y-%m-%d") in result.stdout
