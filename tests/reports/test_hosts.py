# SPDX-License-Identifier: GPL-3.0-or-later
"""What each site had; where there is but one, people are not told twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loganalytics.model_report import Mark
from tests.conftest import Ingest, Run
from tests.logs import combined, write
from tests.reports.conftest import NIGHT, Ask, counts, only
from tests.reports.database import make

NAMES = "site pageviews share visits visitors bounce_rate hits bot_hits bytes_sent".split()
N_A = Mark.UNKNOWN


def test_a_host_has_what_people_and_bots_did_there(ask: Ask) -> None:
    section = only(ask("hosts"))
    assert [column.name for column in section.columns] == NAMES
    assert section.rows == (
        ("a.example", 16, 16 / 21, 6, 6, 2 / 6, 48, 7, 4590),
        ("b.example", 5, 5 / 21, 3, 3, 2 / 3, 8, 0, 800),
    )


def test_hosts_are_those_of_the_range_and_of_the_site_asked_for(ask: Ask) -> None:
    section = only(ask("hosts", start=f"{NIGHT}Z", end="2026-10-03", limit=1))
    assert [row[:2] for row in section.rows] == [("b.example", 5)]
    assert section.more == 1
    assert [row[:3] for row in only(ask("hosts", site="a.example")).rows] == [("a.example", 16, 1)]


def test_a_host_that_only_bots_asked_comes_last_and_has_no_rate(ask: Ask, tmp_path: Path) -> None:
    hits = "bucket site bot hits bytes_sent"
    path = make(
        tmp_path / "x.duckdb",
        activity=[counts("bucket site pageviews visits visitors", NIGHT, "small.example", 1, 1, 1)],
        traffic=[
            counts(hits, NIGHT, "", True, 90, 9),
            counts(hits, NIGHT, "small.example", False, 1, 5),
        ],
    )
    assert only(ask("hosts", path_of=path)).rows == (
        ("small.example", 1, 1, 1, 1, 0, 1, 0, 5),
        ("", 0, 0, 0, 0, None, 90, 90, 9),
    )


def test_hosts_of_a_page_have_what_is_kept_by_page_and_no_hits(ask: Ask) -> None:
    section = only(ask("hosts", path="/"))
    assert [column.name for column in section.columns] == NAMES
    assert section.rows == (
        ("a.example", 8, 8 / 13, 4, 4, 1 / 4, *(N_A,) * 3),
        ("b.example", 5, 5 / 13, 3, 3, 2 / 3, *(N_A,) * 3),
    )
    assert section.notes == ()
    (row,) = only(ask("hosts", path="/blog/*", start="2026-10-02")).rows
    assert row[:6] == ("a.example", 4, 1, 2, 2, 1 / 2)


def test_hosts_of_several_pages_say_that_a_visit_of_two_counts_twice(ask: Ask) -> None:
    section = only(ask("hosts", where=("path!=/none",), limit=1))
    assert [row[:5] for row in section.rows] == [("a.example", 16, 16 / 21, 8, 8)]
    assert section.more == 1
    assert "counts twice" in section.notes[0]


def test_hosts_of_a_value_have_its_pageviews_visits_and_visitors(ask: Ask) -> None:
    section = only(ask("hosts", where=("source=Google",)))
    assert [column.name for column in section.columns] == NAMES
    assert section.rows == (
        ("a.example", 8, 8 / 13, 3, 3, *(N_A,) * 4),
        ("b.example", 5, 5 / 13, 3, 3, *(N_A,) * 4),
    )
    # On the first day somebody may have come to the first host from both.
    assert [row[:5] for row in only(ask("hosts", where=("source=*",))).rows] == [
        ("a.example", 16, 16 / 21, 6, N_A),
        ("b.example", 5, 5 / 21, 3, 3),
    ]
    # On two days from one source each.
    assert [row[:5] for row in only(ask("hosts", where=("source=Direc?",))).rows] == [
        ("a.example", 8, 1, 3, 3)
    ]
    assert only(ask("hosts", where=("source=Google",), site="b.example")).rows[0][1:3] == (5, 1)


def test_hosts_of_a_value_are_those_of_whole_days_and_can_be_compared(ask: Ask) -> None:
    asked = {"start": "2026-10-02", "end": "2026-10-02", "where": ("source=Direct",)}
    rows = only(ask("hosts", compare="previous", **asked)).dicts()
    assert [(row["site"], row["pageviews"], row["pageviews_before"]) for row in rows] == [
        ("a.example", 4, 4)
    ]
    section = only(ask("hosts", **asked | {"start": "2026-10-02T12:00"}))
    assert (section.rows[0][1], section.notes) == (4, ("Kept by day: the whole day 2026-10-02.",))


@pytest.mark.parametrize("form", ["terminal", "md", "html"])
def test_people_see_hosts_where_there_are_several_or_they_ask(
    ingest: Ingest, run: Run, tmp_path: Path, form: str
) -> None:
    sites = [f"a.example {combined(0)}", f"b.example {combined(1)}", f"b.example {combined(2)}"]
    ingest(write(tmp_path / "x", sites))
    shown = run("report", "--format", form).stdout
    assert "Hosts" in shown
    assert "Hosts" not in run("report", "--format", form, "--site", "a.example").stdout
    named = run("report", "hosts", "--format", form, "--site", "a.example").stdout
    assert "Hosts" in named
    assert "b.example" not in named


def test_programs_get_hosts_of_one_site_too(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    ingest(write(tmp_path / "x", [combined(0), combined(1, agent="curl/8.5.0")]))
    document = json.loads(run("report", "--format", "json").stdout)
    assert [tuple(row.values()) for row in document["hosts"]] == [
        ("", 1, 1.0, 1, 1, 1.0, 2, 1, 200)
    ]


@pytest.mark.parametrize("form", ["terminal", "md", "html"])
def test_where_a_range_has_one_site_people_read_its_name_once_above_all(
    ingest: Ingest, run: Run, tmp_path: Path, form: str
) -> None:
    day = 86_400
    lines = [f"a.example {combined(0)}", f"b.example {combined(day, '/b')}"]
    ingest(write(tmp_path / "x", lines))
    first = ("--start", "2026-10-10", "--end", "2026-10-10", "--format", form)
    second = ("--start", "2026-10-11", "--end", "2026-10-11", "--format", form)
    shown = run("report", *first).stdout
    assert "a.example" in shown
    assert ("b.example" in shown, "Hosts" in shown, "| Site " in shown) == (False, False, False)
    assert "Site" not in shown.split("</head>")[-1].replace("Sites", "")
    compared = run("report", *second, "--compare", "previous").stdout
    assert all(text in compared for text in ("a.example", "b.example", "Hosts", "Site"))


def test_programs_get_all_sites_whatever_the_range_has(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    lines = [f"a.example {combined(0)}", f"b.example {combined(86_400, '/b')}"]
    ingest(write(tmp_path / "x", lines))
    wish = ("--start", "2026-10-10", "--end", "2026-10-10", "--format", "json")
    document = json.loads(run("report", *wish).stdout)
    assert document["sites"] == ["a.example", "b.example"]
    assert [row["site"] for row in (*document["hosts"], *document["pages"])] == ["a.example"] * 2
