# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report for people leaves out, since it would say one thing only."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from loganalytics.model_report import Report
from tests.reports.conftest import ONE, TWO, A, Ask
from tests.reports.database import counts, make

DAILY = "day site dimension value pageviews visits visitors"


def told(tmp_path: Path, *more: dict[str, Any]) -> Path:
    """A day of a log without a pixel, and what more there is."""
    none = [
        counts(DAILY, ONE, A, "screen", "(unknown)", 5, 2, 2),
        counts(DAILY, ONE, A, "pixel", "no", 5, 2, 2),
    ]
    return make(tmp_path / "x.duckdb", daily=[*none, *more])


def shown(report: Report) -> list[str]:
    return [each.name for each in report.sections if each.name in ("hosts", "screens", "pixel")]


def days(day: date) -> dict[str, Any]:
    return {"start": f"{ONE}", "end": f"{day}"}


def test_without_a_pixel_people_do_not_see_what_it_would_tell(ask: Ask, tmp_path: Path) -> None:
    book = told(tmp_path)
    assert shown(ask(path_of=book, **days(ONE), brief=True)) == []
    assert shown(ask(path_of=book, **days(ONE))) == ["hosts", "screens", "pixel"]
    named = ask("screens", "pixel", path_of=book, **days(ONE), brief=True)
    assert shown(named) == ["screens", "pixel"]


@pytest.mark.parametrize(
    ("dimension", "value", "section"), [("screen", "large", "screens"), ("pixel", "yes", "pixel")]
)
def test_they_do_where_it_told_something_on_one_day(
    ask: Ask, tmp_path: Path, dimension: str, value: str, section: str
) -> None:
    book = told(tmp_path, counts(DAILY, TWO, A, dimension, value, 1, 1, 1))
    assert shown(ask(path_of=book, **days(ONE), brief=True)) == []
    assert shown(ask(path_of=book, **days(TWO), brief=True)) == [section]


def test_titles_have_a_column_where_a_page_has_one(ask: Ask) -> None:
    def columns(**wish: Any) -> list[str]:
        sections = ask("pages", "entry", "exit", **wish).sections
        return [column.title for each in sections for column in each.columns[1:2]]

    assert columns(path="/blog/x") == ["Title"] * 3
    assert columns(site=A, path="/") == [""] * 3
