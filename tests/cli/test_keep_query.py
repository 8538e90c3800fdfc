# SPDX-License-Identifier: GPL-3.0-or-later
"""`ingest --keep-query`: parameters that tell pages apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, write


def log(tmp_path: Path) -> Path:
    """Six people, and one that fetches a style, at a site whose pages differ by q and page."""
    targets = (
        "/search?q=barn+owls&session=4711",
        "/search?page=2&q=barn%20owls",
        "/search?q=barn%20owls&page=2#top",
        "/search?x=1",
        "/search",
        "/style.css?q=1",
    )
    lines = [combined(n, target, who=f"192.0.2.{n}") for n, target in enumerate(targets)]
    # What the first one's pixel tells belongs to that view.
    path = "path=%2Fsearch%3Fq%3Dbarn%2520owls%26session%3D4711&title=Owls"
    lines.append(combined(3, f"/pixel.gif?{path}&referrer=&resolution=1,2", who="192.0.2.0"))
    return write(tmp_path / "a.log", lines)


def test_pages_that_differ_by_what_is_kept_are_pages_of_their_own(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    found = ingest(log(tmp_path), "--keep-query", "q", "--keep-query", "page")
    assert found["sources"][0]["outcomes"]["merged"] == 1
    pages = json.loads(run("report", "pages", "--format", "json").stdout)["pages"]
    assert [(row["path"], row["pageviews"], row["title"]) for row in pages] == [
        ("/search", 2, None),
        ("/search?page=2&q=barn%20owls", 2, None),
        ("/search?q=barn%20owls", 1, "Owls"),
    ]


def test_without_it_no_query_is_kept(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    ingest(log(tmp_path))
    pages = json.loads(run("report", "pages", "--format", "json").stdout)["pages"]
    assert [(row["path"], row["pageviews"]) for row in pages] == [("/search", 5)]


def test_what_is_kept_is_no_leak_to_who_says_so(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    source = log(tmp_path)
    ingest(source, "--keep-query", "q")
    assert run("verify-privacy", source).exit_code == 1
    result = run("verify-privacy", source, "--keep-query", "q")
    assert result.exit_code == 0, result.output


def test_the_snippet_tells_the_query_where_it_is_asked_to(run: Run) -> None:
    asked = ("snippet", "--url", "https://stats.example")
    assert "path: location.pathname,\n" in run(*asked).stdout
    told = run(*asked, "--keep-query", "q").stdout
    assert "path: location.pathname + location.search,\n" in told


@pytest.mark.parametrize("name", ["a b", "", "q=", "x" * 65])
def test_what_is_no_name_is_refused(ingest: Ingest, run: Run, tmp_path: Path, name: str) -> None:
    result = run("ingest", log(tmp_path), "--keep-query", name)
    assert result.exit_code == 2
    assert "is no name of a parameter" in result.stderr


def test_a_pixel_without_javascript_tells_the_page_by_its_referrer(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    lines = [
        combined(0, "/search?q=owl"),
        combined(1, "/pixel.gif", referer="https://site.example/search?x=1&q=owl#top"),
    ]
    found = ingest(write(tmp_path / "a.log", lines), "--keep-query", "q")
    assert found["sources"][0]["outcomes"]["merged"] == 1


def test_a_parameter_inside_another_is_not_kept_and_none_of_what_is_no_page(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    own = "https://site.example/a"
    lines = [
        combined(0, "/login?next=/search?q=owl", who="192.0.2.1"),
        combined(1, "/p?x=1?q=one&q=two", who="192.0.2.2"),
        *(combined(10 + n, "/a", who=f"192.0.2.{n}") for n in range(10, 30)),
        *(combined(10 + n, "/s.css?q=3", who=f"192.0.2.{n}", referer=own) for n in range(10, 30)),
        combined(90, "/b", who="192.0.2.99", referer=own),
    ]
    ingest(write(tmp_path / "a.log", lines), "--keep-query", "q")
    document = json.loads(run("report", "--format", "json", "--all").stdout)
    assert {row["path"] for row in document["pages"]} == {"/login", "/p?q=two", "/a", "/b"}
    assert "/s.css" in {row["path"] for row in document["bandwidth"]}
    # The site is known for its own by who loads its styles.
    assert [row["source"] for row in document["sources"]] == ["Direct"]


@pytest.mark.parametrize("query", ["token=S3cretWord", "?token=S3cretWord", "-"])
def test_a_query_that_a_format_names_apart_is_a_query(
    ingest: Ingest, run: Run, tmp_path: Path, query: str
) -> None:
    form = "$remote_addr [$time_local] $request_method $uri $args $status $body_bytes_sent"
    clock = combined(0).split("[")[1].split("]")[0]
    source = write(tmp_path / "a.log", [f"192.0.2.1 [{clock}] GET /reset {query} 200 5"])
    ingest(source, "--format", form)
    pages = json.loads(run("report", "pages", "--format", "json").stdout)["pages"]
    assert [row["path"] for row in pages] == ["/reset"]
