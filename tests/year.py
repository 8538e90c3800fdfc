# SPDX-License-Identifier: GPL-3.0-or-later
"""A database of a year and ten sites, big in every section, written without any log."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.reports.database import make

START = date(2025, 1, 1)
_VALUES = {
    "source": [f"some-other-site-{n}.example" for n in range(120)],
    "referrer": [f"some-other-site-{n}.example/a/page/that/links/here" for n in range(150)],
    "country": "US DE FR GB IN BR JP CN NL CA IT ES PL SE CH AT AU MX KR TR".split(),
    "browser": [f"Chrome Mobile {n}" for n in range(60, 160)],
    "os": ["Windows", "Android", "iOS", "Mac OS X", "Linux"],
    "device": ["desktop", "mobile", "tablet"],
    "channel": "search social referral direct email campaign".split() + ["ai assistant"],
    "language": "en de fr it es pt nl pl cs sv da fi ja zh ko".split(),
    "pixel": ["yes", "no"],
    "utm_source": [f"newsletter-{n}" for n in range(60)],
    "utm_medium": ["email", "social", "cpc", "affiliate"],
    "utm_campaign": [f"the-campaign-of-week-{n}" for n in range(52)],
    "utm_term": [f"some words of search {n}" for n in range(80)],
    "utm_content": [f"banner-{n}-of-the-page" for n in range(80)],
    "screen": [f"{n}x{n // 2}" for n in range(800, 2000, 10)],
}


def year(path: Path, *, sites: int = 10, days: int = 365, pages: int = 200) -> Path:
    """Write it: each site has each page, and each day a value or two of every dimension."""
    tables: dict[str, list[dict[str, Any]]] = {
        name: []
        for name in (
            *("activity", "traffic", "pages", "titles", "daily", "downloads", "bots", "recent"),
            *("errors", "bot_pages", "bandwidth", "response_times", "events"),
        )
    }
    for number in range(sites):
        site = f"www.number-{number}.example"
        for day in range(days):
            _day(tables, site, START + timedelta(days=day), 13 * number + day)
        for page in range(pages):
            when = datetime.combine(START, datetime.min.time()) + timedelta(days=page % days)
            name = f"/p{page}" if page % 3 else f"/blog/2025/a-rather-long-name-of-a-post-{page}/"
            views = 5000 - 7 * page - number
            tables["pages"].append(
                {"bucket": when, "site": site, "path": name, "pageviews": views}
                | {"visits": views // 2, "entries": views // 3, "exits": views // 3}
                | {"bounces": views // 7, "visitors": views // 2, "seconds": views * 40}
            )
            title = f"The title of page {page}, which is long enough to tell what it is about"
            tables["titles"].append(
                {"day": when.date(), "site": site, "path": name, "title": title}
            )
    return make(path, **tables)


def _day(tables: dict[str, list[dict[str, Any]]], site: str, day: date, seed: int) -> None:
    noon = datetime(day.year, day.month, day.day, 12)
    views = 200 + seed * 37 % 120
    tables["activity"].append(
        {"bucket": noon, "site": site, "pageviews": views, "visits": views // 2}
        | {"visitors": views // 3, "returning_visits": 3, "bounces": views // 4, "seconds": 9000}
    )
    for status in (200, 304, 404, 500):
        tables["traffic"].append(
            {"bucket": noon, "site": site, "status": status, "bot": status == 404}
            | {"hits": views * 3, "bytes_sent": views * 12_345}
        )
    for dimension, values in _VALUES.items():
        value = values[seed % len(values)]
        tables["daily"].append(
            {"day": day, "site": site, "dimension": dimension, "value": value}
            | {"pageviews": views, "visits": views // 2, "visitors": views // 3}
        )
    fetched = {"hits": 1 + seed % 9, "bytes_sent": 1_000_000, "visitors": 1 + seed % 9}
    tables["downloads"].append({"day": day, "site": site, "path": f"/d/{seed % 150}.pdf"} | fetched)
    at, path = {"day": day, "site": site}, f"/blog/2025/a-rather-long-name-of-a-post-{seed % 200}/"
    bot, kind = f"Bot {seed % 130}", ("ai", "search", "seo", "other")[seed % 4]
    tables["bots"].append(at | {"bot": bot, "kind": kind} | fetched)
    del fetched["visitors"]
    tables["bot_pages"].append(at | {"bot": bot, "path": path} | fetched)
    tables["bandwidth"].append(at | {"path": path} | fetched)
    hits = fetched["hits"]
    for status, referrer in ((404, f"other-{seed % 90}.example/a/page"), (403, ""), (500, "")):
        tables["errors"].append(
            at | {"status": status, "path": path, "referrer": referrer, "hits": hits}
        )
    for bucket in (120, 150 + seed % 40):
        tables["response_times"].append(
            at | {"path": path, "duration_bucket": bucket, "hits": hits}
        )
    tables["events"].append(
        at | {"event": f"event {seed % 90}", "path": path, "hits": hits, "visitors": hits}
    )
    if len(tables["recent"]) < 50:
        tables["recent"].append({"minute": noon, "site": site, "path": f"/p{seed % 50}"})
