# SPDX-License-Identifier: GPL-3.0-or-later
"""The page in a real browser. Skipped where no Chromium is installed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from loganalytics.model_report import Report
from loganalytics.render.page import document
from loganalytics.reports.build import Request, build
from loganalytics.reports.opening import open_database
from tests.browser.chromium import Page, chromium, installed
from tests.render.test_page import HOSTILE, with_texts
from tests.year import year

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(installed() is None, reason="no Chromium is installed"),
]
NOW = datetime(2025, 12, 31, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    program = installed()
    assert program is not None
    with chromium(program) as page:
        yield page


@dataclass(frozen=True)
class Files:
    """Pages on disk, and the report of one of them."""

    month: Path
    year: Path
    hostile: Path
    report: Report  # of month


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("pages")
    database = year(folder / "year.duckdb")
    with open_database(database) as connection:
        whole = Request(start="2025", end="2025", by="day", limit=100)
        month = replace(whole, start="2025-11", end="2025-11")
        reports = {
            "month": build(connection, database, month, NOW),
            "year": build(connection, database, whole, NOW),
            "hostile": with_texts(lambda number: HOSTILE[number % len(HOSTILE)]),
        }
    for name, report in reports.items():
        (folder / f"{name}.html").write_text(document.dumps(report), encoding="utf-8")
    return Files(*(folder / f"{name}.html" for name in reports), reports["month"])


def column(report: Report, section: str, name: str) -> list[Any]:
    (found,) = (each for each in report.sections if each.name == section)
    return [row[name] for row in found.dicts()]


@pytest.mark.parametrize("name", ["month", "year", "hostile"])
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (1280, "dark"), (375, "light")])
def test_nothing_is_complained_of_and_no_request_leaves(
    name: str, width: int, theme: str, tab: Page, files: Files
) -> None:
    file: Path = getattr(files, name)
    tab.screen(width, theme=theme)
    tab.open(file)
    assert tab.complaints() == []
    assert tab.requests() == [file.as_uri()]
    # Where there is no room for it a table scrolls, and never the page.
    assert tab.value("document.documentElement.scrollWidth") == width
    assert len(tab.shot(file.with_suffix(".png"))) > 10_000


def test_the_chart_is_drawn_to_scale(tab: Page, files: Files) -> None:
    tab.screen(1280)
    tab.open(files.month)
    heights = tab.value(
        "[...document.querySelectorAll('.bars .p')].map(e => e.getBoundingClientRect().height)"
    )
    views = column(files.report, "timeline", "pageviews")
    assert len(heights) == len(views) == 30
    scale = max(heights) / max(views)
    assert 100 < max(heights) <= 200
    assert all(abs(h - v * scale) < 0.2 for h, v in zip(heights, views, strict=True))


@pytest.mark.parametrize("width", [1280, 800, 375, 320])
def test_times_at_the_axis_never_overlap(width: int, tab: Page, files: Files) -> None:
    for file in (files.month, files.year):
        tab.screen(width)
        tab.open(file)
        boxes = tab.value(
            "[...document.querySelectorAll('.plot text')].map(e => e.getBoundingClientRect())"
            ".filter(b => b.width).map(b => [b.left, b.right])"
        )
        assert len(boxes) >= 3
        for (_, right), (left, _) in pairwise(boxes):
            assert left - right > 4
        assert boxes[0][0] >= 0
        assert boxes[-1][1] <= width


def test_the_pointer_shows_the_values_of_a_slice(tab: Page, files: Files) -> None:
    tab.screen(1280)
    tab.open(files.month)
    box = tab.value(
        "(b => [b.left, b.top, b.width])(document.querySelector('.plot').getBoundingClientRect())"
    )
    tab.point(box[0] + box[2] / 30 * 4.5, box[1] + 100)
    views, visits, visitors = (
        column(files.report, "timeline", name)[4] for name in ("pageviews", "visits", "visitors")
    )
    assert tab.value("document.querySelector('.tip').innerText").split("\n") == [
        "2025-11-05 Wed",
        f"{views:,} pageviews, {visits:,} visits, {visitors:,} visitors",
    ]
    tab.point(5, 5)
    assert tab.value("document.querySelector('.tip').hidden")


def test_the_chart_is_walked_through_by_keyboard(tab: Page, files: Files) -> None:
    tab.screen(1280)
    tab.open(files.month)
    for _ in range(60):
        tab.key("Tab")
        if tab.value("document.activeElement.type") == "range":
            break
    tab.key("ArrowLeft")
    spoken = tab.value("document.activeElement.getAttribute('aria-valuetext')")
    views = column(files.report, "timeline", "pageviews")[-2]
    assert spoken.startswith(f"2025-11-29 Sat: {views:,} pageviews")
    assert tab.value("document.querySelector('.tip b').innerText") == "2025-11-29 Sat"


def test_a_definition_opens_and_closes_by_keyboard(tab: Page, files: Files) -> None:
    tab.screen(375, 700)
    tab.open(files.month)
    tab.value("document.querySelector('#summary [popovertarget=is-bounce_rate]').focus()")
    tab.key("Enter")
    shown = "document.querySelector(':popover-open')?.innerText ?? ''"
    assert "bounces / visits" in tab.value(shown)
    box = tab.value(
        "(b => [b.left, b.right])(document.querySelector(':popover-open').getBoundingClientRect())"
    )
    assert box[0] >= 0
    assert box[1] <= 375
    tab.key("Escape")
    assert tab.value(shown) == ""


def test_a_screen_reader_gets_a_picture_with_a_text_and_named_tables(
    tab: Page, files: Files
) -> None:
    tab.screen(1280)
    tab.open(files.month)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    found = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    }
    views = sum(column(files.report, "timeline", "pageviews"))
    pictures = [name for role, name in found if role in ("image", "img")]
    assert len(pictures) == 1
    assert pictures[0].startswith(f"Timeline by day, a bar chart of {views:,} pageviews")
    tables = [name for role, name in found if role == "table"]
    assert "Sources, 100 of 120 rows" in tables
    assert all(tables)
    assert ("checkbox", "Show all 100 rows") in found
    assert ("slider", "Values of the chart") in found


def test_without_scripts_everything_is_there(tab: Page, files: Files) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.screen(1280)
        tab.open(files.month)
        assert not tab.value("!!document.querySelector('.tip')")
        visible = "[...document.querySelectorAll('#sources tbody tr')].filter(e => e.offsetHeight)"
        assert tab.value(f"{visible}.length") == 10
        tab.value("document.querySelector('#sources .all input').click()")
        assert tab.value(f"{visible}.length") == 100
        tab.value("document.querySelector('[popovertarget=is-share]').click()")
        assert "part" in tab.value("document.querySelector(':popover-open').innerText")
        assert tab.value("document.querySelector('.bars title').textContent").startswith("2025-11")
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_hostile_page_is_inert_and_the_policy_would_stop_what_slipped_in(
    tab: Page, files: Files
) -> None:
    tab.screen(1280)
    tab.open(files.hostile)
    assert tab.value("document.title").startswith("All sites")
    assert tab.value("document.scripts.length") == 1
    assert tab.value("document.querySelectorAll('img, iframe, object, base, form').length") == 0
    assert tab.value("document.querySelectorAll('[onerror], [onload], [onmouseover]').length") == 0
    # As if an escape had been forgotten:
    slipped = (
        '<img src=x onerror="window.pwned=1"><img src="https://evil.example/a.png">'
        '<iframe src="https://evil.example/"></iframe><style>body{display:none}</style>'
        '<link rel=stylesheet href="https://evil.example/a.css">'
    )
    tab.value(f"document.body.insertAdjacentHTML('beforeend', {slipped!r})")
    tab.value(
        "(s => { s.textContent = 'window.pwned = 1'; document.body.append(s) })"
        "(document.createElement('script'))"
    )
    tab.value("new Promise(done => setTimeout(done, 200))")
    assert tab.value("window.pwned") is None
    assert tab.value("getComputedStyle(document.body).display") == "block"
    asked = {url for url in tab.requests() if "evil.example" in url}
    assert asked
    assert asked <= tab.blocked()
    assert "Content Security Policy" in " ".join(tab.complaints())


def test_the_theme_is_that_of_the_reader_and_paper_is_white(tab: Page, files: Files) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    colours = []
    for theme, media in (("light", ""), ("dark", ""), ("dark", "print")):
        tab.screen(794, theme=theme, media=media)
        tab.open(files.month)
        colours.append(tab.value(ground))
        if media:
            assert tab.value("document.documentElement.scrollWidth") == 794
            assert tab.value("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert colours == ["rgb(245, 246, 248)", "rgb(18, 22, 28)", "rgb(255, 255, 255)"]
    assert len(tab.call("Page.printToPDF")["data"]) > 20_000


def test_a_year_of_ten_sites_opens_in_less_than_a_second(tab: Page, files: Files) -> None:
    assert os.path.getsize(files.year) < 400_000
    tab.screen(1280)
    loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    took: list[float] = []
    while len(took) < 10 and min(took, default=1000) >= 1000:  # other tests run beside this one
        tab.open(files.year)
        took.append(tab.value(loaded))
    assert 0 < min(took) < 1000
