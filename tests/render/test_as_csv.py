# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import csv
import io

import pytest

from loganalytics.render import as_csv
from tests.render.sample import COMPARED, EMPTY, PAGES, TIMELINE, report


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_one_section_is_a_table_with_full_values() -> None:
    heading, first, second = read(as_csv.dumps(report(PAGES)))
    assert heading == ["path", "title", "pageviews", "share", "bounce_rate"]
    assert first[0] == f"/{'long/' * 40}end"
    assert first[2:] == ["12345", "0.75", ""]
    assert second[2:] == ["4115", "0.25", "0.5"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("  -1", "'  -1"),
        ("\uff1d1", "'\uff1d1"),
        ("/x;=1;", "/x;'=1;"),
        ("/x; @a;+b", "/x;' @a;'+b"),
        ("\u200b=1;\u2003\ufeff-2", "'\u200b=1;'\u2003\ufeff-2"),
        ("/a;b=c;", "/a;b=c;"),
    ],
)
def test_what_a_spreadsheet_would_run_behind_what_it_cuts_at_gets_an_apostrophe(
    text: str, shown: str
) -> None:
    """Where a comma stands in numbers, spreadsheets cut at semicolons, whatever is in quotes."""
    assert as_csv.cell(text) == shown


def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe() -> None:
    assert read(as_csv.dumps(report(PAGES)))[2][0] == "'=cmd()"
    assert "\x1b" not in as_csv.dumps(report(PAGES))


def test_times_keep_their_offset() -> None:
    assert read(as_csv.dumps(report(TIMELINE)))[1][0] == "2026-10-01T00:00:00+02:00"


def test_several_sections_are_one_long_table() -> None:
    rows = read(as_csv.dumps(report()))
    assert rows[0] == ["section", "row", "column", "value"]
    assert ["summary", "1", "pageviews", "16460"] in rows
    assert ["timeline", "6", "pageviews", "8"] in rows
    assert ["pages", "2", "pageviews", "4115"] in rows


def test_no_rows_leave_the_heading() -> None:
    assert as_csv.dumps(report(EMPTY)) == "bot\n"


def test_marks_of_a_comparison_are_numbers_or_nothing() -> None:
    rows = read(as_csv.dumps(report(COMPARED)))
    assert rows[0][1:4] == ["visits", "visits_before", "visits_change"]
    assert [row[1:4] for row in rows[1:]] == [
        ["12", "8", "0.5"],
        ["4", "0", ""],
        ["0", "3", "-1.0"],
    ]
