# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds a database against what the oracle counted in the same lines."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from loganalytics.parse.agents import AgentLookup
from loganalytics.parse.cleaning import clean
from loganalytics.parse.countries import CountryLookup
from loganalytics.parse.referrers import ReferrerLookup
from tests import oracle

_AGENTS = AgentLookup()
_COUNTRIES = CountryLookup(None)
_REFERRERS = ReferrerLookup()


@functools.cache
def agent_of(agent: str) -> tuple[str, str, str, str, str]:
    found = _AGENTS.lookup([agent])[0]
    return found.browser, found.os, found.device, found.bot, found.kind


@functools.cache
def source_of(referer: str) -> tuple[str, str, str, str]:
    found = _REFERRERS.lookup([referer])[0]
    return found.referrer, found.host, found.source, found.channel


@functools.cache
def clean_text(text: str) -> str:
    return clean(text).text


def own_hosts_of(
    lines: Sequence[str], log_format: str, exclude: Sequence[str] = ()
) -> Callable[[str], frozenset[str]]:
    """The rule of own hosts, in plain Python: who loads pixel, styles and scripts."""
    loads: dict[str, Counter[str]] = {}
    for line in lines:
        hit = oracle.parse(line, log_format, "", clean_text)
        if hit is None or hit.method != "GET":
            continue
        if log_format != "common" and agent_of(hit.agent)[3]:
            continue
        path = oracle.canonical_path(hit.target)
        embedded = path.endswith((".css", ".js", ".mjs")) and (
            200 <= hit.status <= 299 or hit.status == 304
        )
        if path.startswith(oracle.EXCLUDED) or oracle.left_out(path, exclude):
            embedded = False
        if path == "/pixel.gif" or embedded:
            host = source_of(hit.referer)[1] if hit.referer else ""
            if host:
                loads.setdefault(hit.site, Counter())[host] += 1
    own = {
        site: {host for host, n in counted.items() if n * 20 >= sum(counted.values())}
        for site, counted in loads.items()
    }
    return lambda site: frozenset(
        own.get(site, set()) | ({site.removeprefix("www.")} if site else set())
    )


def expected(lines: Sequence[str], log_format: str = "combined", **options: Any) -> oracle.Counts:
    return oracle.count(
        lines,
        agent_of=agent_of,
        country_of=functools.cache(lambda address: _COUNTRIES.lookup([address])[0]),
        source_of=source_of,
        campaign_of=_REFERRERS.campaign_source,
        channel_of=_REFERRERS.channel,
        clean=clean_text,
        own_hosts=own_hosts_of(lines, log_format, options.get("exclude", ())),
        log_format=log_format,
        **options,
    )


_QUERIES = {
    "traffic": (5, "epoch(bucket)::bigint, site, method, status, bot, sum(hits), sum(bytes_sent)"),
    "activity": (
        2,
        "epoch(bucket)::bigint, site, sum(pageviews), sum(visits), sum(visitors), "
        "sum(returning_visits), sum(bounces), sum(seconds)",
    ),
    "pages": (
        3,
        "epoch(bucket)::bigint, site, path, sum(pageviews), sum(visits), sum(entries), sum(exits), "
        "sum(bounces), sum(visitors), sum(seconds)",
    ),
    "daily": (
        4,
        "day::varchar, site, dimension, value, sum(pageviews), sum(visits), sum(visitors)",
    ),
    "downloads": (3, "day::varchar, site, path, sum(hits), sum(bytes_sent), sum(visitors)"),
    "bots": (4, "day::varchar, site, bot, kind, sum(hits), sum(bytes_sent), sum(visitors)"),
    "errors": (
        7,
        "day::varchar, site, status::varchar, path, kind, referrer, if(bot, 'bot', ''), sum(hits)",
    ),
    "bot_pages": (4, "day::varchar, site, bot, path, sum(hits), sum(bytes_sent)"),
    "bandwidth": (3, "day::varchar, site, path, sum(hits), sum(bytes_sent)"),
    "events": (4, "day::varchar, site, event, path, sum(hits), sum(visitors)"),
}


def stored(path: Path) -> dict[str, dict[tuple[Any, ...], tuple[int, ...]]]:
    """Every count of a database, summed over its ingests, without rows of zeros."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as database:
        for table, (width, columns) in _QUERIES.items():
            rows = database.execute(f"select {columns} from {table} group by all").fetchall()
            found[table] = {
                tuple(row[:width]): tuple(map(int, row[width:])) for row in rows if any(row[width:])
            }
        rows = database.execute(
            "select day::varchar, site, dimension, value, by_dimension, by_value, sum(pageviews) "
            "from pairs group by all"
        ).fetchall()
        found["pairs"] = {tuple(row[:6]): (int(row[6]),) for row in rows}
    return found


def assert_equal(path: Path, counts: oracle.Counts, k: int = 5) -> None:
    """The database at `path` holds exactly what the oracle counted."""
    found = stored(path)
    for table in _QUERIES:
        assert found[table] == getattr(counts, table), table
    pairs = counts.folded(k)
    assert found["pairs"] == {pair: (views,) for pair, (views, _) in pairs.items()}
    rare = [pair for pair, (_, visitors) in pairs.items() if visitors < k]
    assert all(value == by_value == "(other)" for *_, value, _, by_value in rare)
    with duckdb.connect(str(path), read_only=True) as database:
        recent = database.execute(
            "select epoch(minute)::bigint, site, path, device, browser, os, entry from recent"
        ).fetchall()
        ledger = database.execute(
            f"select {', '.join(oracle.OUTCOMES)}, lines, hits, pageviews, visits, bytes_sent "
            "from ingests"
        ).fetchall()
    assert sorted(row[0] for row in recent) == sorted(row[0] for row in counts.recent)
    assert set(recent) <= {row for _, row in counts.recent_pool}
    sums = [sum(column) for column in zip(*ledger, strict=True)]
    assert sums == [
        *(counts.outcomes[name] for name in oracle.OUTCOMES),
        counts.lines,
        counts.hits,
        counts.pageviews,
        counts.visits,
        counts.bytes_sent,
    ]
