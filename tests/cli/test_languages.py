# SPDX-License-Identifier: GPL-3.0-or-later
"""Languages that browsers ask for: where a format logs the header, and no more of it than that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loganalytics.ingest import intake
from loganalytics.ingest.budget import Budget
from loganalytics.parse.formats import from_option
from loganalytics.parse.languages import language
from loganalytics.sources import reader
from tests.conftest import Ingest, Run
from tests.cutting import Cutter
from tests.logs import combined, query, write

HEAD = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent'
SPOKEN = HEAD + ' "$http_referer" "$http_user_agent" "$http_accept_language"'
APACHE = r"%h %l %u %t \"%r\" %>s %O \"%{Referer}i\" \"%{User-Agent}i\" \"%{Accept-Language}i\""
BEFORE = HEAD.replace("[", "$http_accept_language [") + ' "$http_referer" "$http_user_agent"'
CUTTER = Cutter()
PAGES = "https://site.example/"


def spoken(at: int, path: str, header: str, **more: Any) -> str:
    return f'{combined(at, path, **more)} "{header}"'


def languages(run: Run, *options: str) -> list[tuple[Any, ...]]:
    result = run("report", "languages", "--format", "json", *options)
    assert result.exit_code == 0, result.output
    keys = ("language", "visits", "visitors", "pageviews")
    return [tuple(row[key] for key in keys) for row in json.loads(result.stdout)["languages"]]


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("EN_us", "en"),
        (" fil-PH , en", "fil"),
        ("zh-Hant-TW, zh", "zh"),
        ("en;q=0.5,fr;q=0.9", "fr"),
        ("en;q=0.5, fr", "fr"),
        ("en;q=0.8,de;q=0.8", "en"),
        ("en;q=x,de;q=0.1", "de"),
        ("en;q=1.9,de;q=0.1", "de"),
        *(
            (none, "(unknown)")
            for none in ("-", "", "*", "x", "abcd", "i-klingon", "de\\x22", "d3")
        ),
        ("fr;q=0,de;q=0", "(unknown)"),
        ("1" * 3000 + ",de", "(unknown)"),
        ("de;" + "x" * 3000 + ",en", "en"),
        ("en;q=0.1" + ",fr;q=0.9" * 3000, "fr"),
    ],
)
def test_of_a_header_the_primary_subtag_of_what_it_prefers_is_kept(header: str, tag: str) -> None:
    assert language(header) == tag


@pytest.mark.parametrize("option", [SPOKEN, f'LogFormat "{APACHE}" spoken'])
def test_a_format_names_the_header(option: str) -> None:
    for by_pattern in (False, True):
        log_format = from_option(option)
        _, (hit,) = CUTTER.cut([spoken(0, "/", "de,en")], log_format, by_pattern=by_pattern)
        assert (hit["accepted"], hit["agent"][:7]) == ("de,en", "Mozilla")
        assert (CUTTER.left_to_the_pattern() == 0) is not by_pattern


def test_a_visit_has_the_language_of_its_first_view(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    lines = [
        spoken(0, "/a", "de-CH,de;q=0.9"),
        spoken(1, "/style.css", "de-CH", referer=PAGES),
        spoken(9, "/b", "en"),
        spoken(4000, "/a", "en-GB"),
        spoken(0, "/a", "en-US", who="192.0.2.2"),
        spoken(1, "/b", "en-US", who="192.0.2.2"),
        spoken(0, "/a", "-", who="192.0.2.3"),
        spoken(0, "/a", "en;q=0.1" + ",*;q=0.1" * 90 + ",fr", who="192.0.2.7"),
        spoken(0, "/a", "en;q=0.1,fr", who="192.0.2.8"),
        # Only the pixel tells of this one: a cache has answered.
        spoken(0, "/pixel.gif?path=/a", "fr", who="192.0.2.4", referer=PAGES + "a"),
        # One view, whose request names the language.
        spoken(0, "/c", "it", who="192.0.2.5"),
        spoken(1, "/pixel.gif?path=/c", "fr", who="192.0.2.5", referer=PAGES + "c"),
        spoken(0, "/a", "es", who="192.0.2.6", agent="curl/8.5.0"),
    ]
    ingest("--format", SPOKEN, write(tmp_path / "x", lines))
    assert languages(run) == [
        ("en", 3, 3, 4),  # of a header that is too long the beginning is read
        ("(unknown)", 2, 2, 2),
        ("de", 1, 1, 2),
        ("fr", 1, 1, 1),
        ("it", 1, 1, 1),
    ]
    assert run("check").exit_code == 0
    assert run("verify-privacy", "--format", SPOKEN, tmp_path / "x").exit_code == 0


def test_a_referrer_is_the_same_in_every_language(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    lines = [
        spoken(0, "/a", header, who=f"192.0.2.{n}", referer="https://blog.example/x?q=1")
        for n, header in enumerate(("de", "en", "fr-FR", "-"))
    ]
    lines += [spoken(9, "/gone", "de", status=404, referer="https://blog.example/x?q=1")]
    ingest("--format", SPOKEN, "--k", "1", write(tmp_path / "x", lines))
    document = json.loads(run("report", "--format", "json").stdout)
    assert [(r["referrer"], r["visits"]) for r in document["referrers"]] == [("blog.example/x", 4)]
    assert [(r["source"], r["visits"]) for r in document["sources"]] == [("blog.example", 4)]
    assert [r["referrer"] for r in document["broken_links"]] == ["blog.example/x"]


@pytest.mark.parametrize("little", [False, True])
def test_neither_the_order_of_lines_nor_how_they_are_split_changes_a_language(
    ingest: Ingest,
    run: Run,
    tmp_path: Path,
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    little: bool,
) -> None:
    headers = ("de", "en", "fr;q=0.1,it", "-")
    lines = [
        spoken(n * 701, f"/p{n % 3}", headers[n * n % 4], who=f"192.0.2.{n % 5}")
        for n in range(200)
    ]
    lines += [spoken(90, "/same", header, who="192.0.2.9") for header in headers]
    ingest("--format", SPOKEN, write(tmp_path / "x", lines))
    sql = (
        "select day, value, sum(pageviews), sum(visits), sum(visitors) from daily"
        " where dimension = 'language' group by all order by all"
    )
    once = query(database, sql)
    assert sum(row[2] for row in once) == 204
    database.unlink()
    if little:
        budget = Budget(workers=2, chunk=4000, views=10, values=40, limit=1_000_000_000)
        monkeypatch.setattr(intake, "plan", lambda *_: budget)
        monkeypatch.setattr(reader, "PIECE", 1000)
        ingest("--format", SPOKEN, write(tmp_path / "x", lines))
    else:  # visits go on from one log to the other
        ingest("--format", SPOKEN, write(tmp_path / "a", lines[150::-1]))
        ingest("--format", SPOKEN, write(tmp_path / "b", lines[151:]))
    assert query(database, sql) == once


@pytest.mark.parametrize("option", ["combined", HEAD + ' "$http_referer" "$http_user_agent" "$x"'])
def test_a_log_that_does_not_name_the_header_has_no_languages(
    ingest: Ingest, run: Run, tmp_path: Path, database: Path, option: str
) -> None:
    ingest("--format", option, write(tmp_path / "x", [spoken(0, "/", "de")]))
    assert languages(run) == []
    assert query(database, "select 1 from daily where dimension = 'language'") == []


def test_the_header_may_stand_anywhere(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    line = combined(0, "/").replace(" [", " de,en;q=0.5 [", 1)
    ingest("--format", BEFORE, write(tmp_path / "x", [line]))
    assert languages(run) == [("de", 1, 1, 1)]
