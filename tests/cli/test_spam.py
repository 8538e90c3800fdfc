# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrer spam is no visit: it counts as the hits of a bot."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Ingest
from tests.logs import combined, query, write

SPAM = "https://www.semalt.com/crawler"  # which the published list has
BOTS = "select bot, kind, sum(hits)::int, sum(visitors)::int from bots group by all"
PIXEL = "/pixel.gif?path=%2Fb&referrer="


def test_a_page_with_a_referer_of_spam_is_a_bots(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    lines = [
        combined(0, "/a", referer=SPAM),
        combined(1, "/a", referer="https://sub.semalt.com/"),
        combined(2, "/a", referer="https://notsemalt.com/", who="192.0.2.8"),
        combined(3, "/gone", referer=SPAM, status=404),
    ]
    (source,) = ingest(write(tmp_path / "a.log", lines))["sources"]
    assert {name: n for name, n in source["outcomes"].items() if n} == {
        "bot": 2, "status": 1, "pageview": 1,
    }  # fmt: skip
    assert query(database, BOTS) == [("(referrer spam)", "other", 2, 1)]
    assert query(database, "select value from daily where dimension = 'referrer'") == [
        ("notsemalt.com",)
    ]
    assert query(database, "select referrer from errors") == [("(none)",)]


@pytest.mark.parametrize("page", ["with the page", "alone"])
def test_a_pixel_that_tells_of_spam_is_a_bots_too(
    ingest: Ingest, database: Path, tmp_path: Path, page: str
) -> None:
    lines = [combined(1, PIXEL + "https%3A%2F%2Fsemalt.com%2F")]
    if page == "with the page":
        lines.insert(0, combined(0, "/b", referer=SPAM))
    ingest(write(tmp_path / "a.log", lines))
    assert query(database, BOTS) == [("(referrer spam)", "other", len(lines), 1)]
    assert query(database, "from activity") == []


@pytest.mark.parametrize("how", ["host", "site"])
def test_a_site_on_the_list_is_no_spam_to_itself(
    ingest: Ingest, database: Path, tmp_path: Path, how: str
) -> None:
    host = "www.semalt.com:443 " if how == "host" else ""
    options = ("--site", "www.semalt.com") if how == "site" else ()
    lines = [
        combined(0, "/a"),
        combined(9, "/b", referer=SPAM),
        combined(10, PIXEL + "https%3A%2F%2Fsemalt.com%2F"),
    ]
    ingest(*options, write(tmp_path / "a.log", [host + line for line in lines]))
    assert query(database, "select sum(pageviews)::int from activity") == [(2,)]
    assert query(database, BOTS) == []


def test_a_host_that_someone_sends_makes_no_spam_of_other_sites_welcome(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    lines = [f"semalt.com:80 {combined(0)}"]
    lines += [f"blog.example:80 {combined(n, referer=SPAM)}" for n in range(1, 9)]
    ingest(write(tmp_path / "a.log", lines))
    assert query(database, "select site, sum(pageviews)::int from activity group by all") == [
        ("semalt.com", 1)
    ]
