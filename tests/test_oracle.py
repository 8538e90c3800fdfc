# SPDX-License-Identifier: GPL-3.0-or-later
"""The oracle itself against cases counted by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.oracle import Counts, canonical_path, count, folded, parameters, unescape
from tests.oracle_lines import lines

NOON = 1719835200  # 2024-07-01T12:00:00Z


def agent_of(agent: str) -> tuple[str, str, str, str, str]:
    if "bot" in agent.lower() or agent.startswith("curl"):
        return "(unknown)", "(unknown)", "other", agent.split("/")[0], "other"
    return "Firefox 128", "Linux", "desktop", "", ""


def source_of(referer: str) -> tuple[str, str, str, str]:
    found = re.match(r"https?://(?:www\.)?([^/?#]+)([^?#]*)", referer)
    return (found[1] + found[2], found[1], found[1], "referral") if found else ("", "", "", "")


def counted(log: list[str], **options: Any) -> Counts:
    lookups: dict[str, Any] = {
        "agent_of": agent_of,
        "country_of": lambda address: "DE" if address.startswith("192") else "FR",
        "source_of": source_of,
        "campaign_of": lambda campaign: campaign.title(),
        "channel_of": lambda name: {"Chatgpt.Com": "ai assistant"}.get(name, ""),
        "clean": lambda text: re.sub(r"[0-9]{9,}", "(number)", text),
        "own_hosts": lambda site: frozenset({"site.example"}),
    }
    return count(log, **(lookups | options))


def hit(
    at: int,
    target: str,
    *,
    who: str = "192.0.2.1",
    status: int = 200,
    referer: str = "-",
    agent: str = "Firefox",
    method: str = "GET",
) -> str:
    """A combined line `at` seconds after noon."""
    stamp = datetime.fromtimestamp(NOON + at, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")
    request = f"{method} {target} HTTP/1.1"
    return f'{who} - - [{stamp}] "{request}" {status} 10 "{referer}" "{agent}"'


def pixel(at: int, path: str = "/a", more: str = "", **options: Any) -> str:
    return hit(at, f"/pixel.gif?path={path}{more}", **options)


def merged(log: list[str]) -> int:
    counts = counted(log)
    assert counts.pageviews == len(log) - counts.outcomes["merged"]
    return counts.outcomes["merged"]


@pytest.mark.parametrize(
    ("delta", "expected"), [(0, 1), (60, 1), (61, 0), (-5, 1), (-6, 0), (-1, 1)]
)
def test_a_pixel_merges_up_to_60_s_after_and_5_s_before_its_request(
    delta: int, expected: int
) -> None:
    assert merged([hit(0, "/a"), pixel(delta)]) == expected


def test_a_pixel_merges_with_its_neighbour_only_and_one_to_one() -> None:
    assert merged([hit(0, "/a"), pixel(1), pixel(2)]) == 1
    assert merged([hit(0, "/a"), hit(1, "/a"), pixel(2), pixel(3)]) == 1
    assert merged([pixel(0), hit(1, "/a"), pixel(2)]) == 1
    assert merged([pixel(0), hit(2, "/a"), hit(3, "/a"), pixel(4)]) == 2
    assert merged([hit(0, "/a"), pixel(1), hit(2, "/a")]) == 1
    assert merged([hit(0, "/a"), pixel(1, "/b")]) == 0
    assert merged([hit(0, "/a"), pixel(1, who="192.0.2.2")]) == 0
    assert merged([hit(0, "/caf%c3%a9"), pixel(1, "%2Fcaf%25C3%25A9")]) == 1


def test_a_merged_view_has_the_requests_time_and_the_knowledge_of_both() -> None:
    request = hit(3599, "/a", referer="https://blog.example/x")
    both = counted(
        [request, pixel(3605, more="&referrer=https://news.example/y&resolution=320,568")]
    )
    assert both.activity == {(NOON, ""): (1, 1, 1, 0, 1, 0)}
    assert both.daily["2024-07-01", "", "referrer", "news.example/y"] == (1, 1, 1)
    assert both.daily["2024-07-01", "", "screen", "320x568"] == (1, 1, 1)
    only = counted([request, pixel(3605, more="&referrer=nonsense", referer="https://z.example/")])
    assert only.daily["2024-07-01", "", "referrer", "blog.example/x"] == (1, 1, 1)


def test_a_visit_ends_after_more_than_1800_s() -> None:
    counts = counted([hit(0, "/a"), hit(1800, "/b"), hit(3601, "/a")])
    assert counts.visits == 2
    assert counts.activity == {
        (NOON, ""): (2, 1, 1, 0, 0, 1800),
        (NOON + 3600, ""): (1, 1, 0, 1, 1, 0),
    }
    assert counts.pages == {
        (NOON, "", "/a"): (1, 1, 1, 0, 0, 1, 1800),
        (NOON, "", "/b"): (1, 1, 0, 1, 0, 1, 0),
        (NOON + 3600, "", "/a"): (1, 1, 1, 1, 1, 0, 0),
    }


def test_an_event_extends_a_visit_and_never_begins_one() -> None:
    bridged = counted([hit(0, "/a"), pixel(1500, more="&event=x"), hit(3000, "/b")])
    assert (bridged.visits, bridged.pageviews, bridged.outcomes["event"]) == (1, 2, 1)
    too_early = counted([pixel(0, more="&event=x"), hit(10, "/a")])
    assert too_early.activity == {(NOON, ""): (1, 1, 1, 0, 1, 0)}
    no_bounce = counted([pixel(10, more="&event=x"), hit(10, "/a")])
    assert no_bounce.activity == {(NOON, ""): (1, 1, 1, 0, 0, 0)}
    too_late = counted([hit(0, "/a"), pixel(1801, more="&event=x"), hit(3600, "/a")])
    assert too_late.activity == {
        (NOON, ""): (1, 1, 1, 0, 1, 0),
        (NOON + 3600, ""): (1, 1, 0, 1, 1, 0),
    }
    no_event = counted([hit(0, "/a"), pixel(1, more="&event=+")])
    assert (no_event.outcomes["event"], no_event.outcomes["merged"]) == (0, 1)


def test_equal_times_are_ordered_by_page_text_and_never_by_line() -> None:
    log = [hit(0, "/b"), hit(0, "/a"), hit(5, "/c")]
    assert counted(log) == counted(log[::-1])
    assert counted(log).pages == {
        (NOON, "", "/a"): (1, 1, 1, 0, 0, 1, 0),
        (NOON, "", "/b"): (1, 1, 0, 0, 0, 1, 5),
        (NOON, "", "/c"): (1, 1, 0, 1, 0, 1, 0),
    }


def test_days_are_cut_in_the_zone_of_the_database() -> None:
    # Noon in UTC is midnight in Auckland: one visit, two days, two daily visitors.
    log = [hit(-10, "/a"), hit(0, "/a")]
    there = counted(log, timezone="Pacific/Auckland")
    assert there.daily["2024-07-01", "", "country", "DE"] == (1, 1, 1)
    assert there.daily["2024-07-02", "", "country", "DE"] == (1, 0, 1)
    assert there.activity == {
        (NOON - 3600, ""): (1, 1, 1, 0, 0, 10),
        (NOON, ""): (1, 0, 1, 0, 0, 0),
    }
    here = counted(log)
    assert here.daily["2024-07-01", "", "country", "DE"] == (2, 1, 1)
    assert counted([hit(-1, "/a")], bucket_minutes=15).activity.keys() == {(NOON - 900, "")}


def test_every_line_has_the_first_outcome_that_holds() -> None:
    log = {
        "malformed": [hit(0, "/a")[:60], "", hit(0, "/a").replace("01/Jul", "31/Jun")],
        "bot": [hit(0, "/a", agent="curl/8.5.0", method="POST"), hit(0, "/a", agent="-")],
        "method": [hit(0, "/a", method="HEAD"), hit(0, "/pixel.gif", method="POST")],
        "event": [pixel(0, more="&event=x", status=404)],
        "merged": [pixel(1, "/p")],
        "pixel": [pixel(0, "/alone", status=404)],
        "status": [hit(0, "/a", status=301), hit(0, "/api/x", status=404)],
        "excluded": [hit(0, "/api/x.pdf"), hit(0, "/private/x")],
        "download": [hit(0, "/x.PDF", status=206)],
        "asset": [hit(0, "/x.css?v=1"), hit(0, "/robots.txt")],
        "pageview": [hit(0, "/p"), hit(0, "/q", status=304), hit(0, "*")],
    }
    counts = counted([line for some in log.values() for line in some], exclude=["/private/*"])
    assert counts.outcomes == {name: len(some) for name, some in log.items()}
    assert (counts.lines, counts.hits, counts.pageviews) == (20, 17, 4)
    assert counts.bytes_sent == 170
    assert counts.downloads == {("2024-07-01", "", "/x.PDF"): (1, 10, 1)}
    assert counts.bots == {
        ("2024-07-01", "", "curl", "other"): (1, 10, 1),
        ("2024-07-01", "", "(empty agent)", "other"): (1, 10, 1),
    }
    assert counts.traffic[NOON, "", "POST", 200, True] == (1, 10)


def test_source_and_referrer_are_the_entrys_and_own_hosts_are_direct() -> None:
    counts = counted(
        [
            hit(0, "/a", referer="https://blog.example/x?y"),
            hit(5, "/b", referer="https://site.example/a"),
            hit(9, "/c", who="192.0.2.2", referer="https://site.example/a"),
            hit(9, "/c?utm_source=spring", who="192.0.2.3"),
        ]
    )
    daily = {row[2:]: numbers for row, numbers in counts.daily.items()}
    assert daily["source", "blog.example"] == (2, 1, 1)
    assert daily["source", "Direct"] == (1, 1, 1)
    assert daily["source", "Spring"] == (1, 1, 1)
    assert daily["referrer", "blog.example/x"] == (2, 1, 1)
    assert daily["referrer", "(none)"] == (2, 2, 2)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/caf%c3%a9", "/café"),
        ("/café?x#y", "/café"),
        ("https://h.example", "/"),
        ("/a%2fb%zz%", "/a%2Fb%25zz%25"),
        ("/%ff%E2%82", "/%FF%E2%82"),
        ("/a b%20\u200b", "/a%20b%20%E2%80%8B"),
        ("/%61%25", "/a%25"),
        ("*", "(unknown)"),
    ],
)
def test_a_path_has_one_spelling(target: str, path: str) -> None:
    assert canonical_path(target) == path
    assert path == "(unknown)" or canonical_path(path) == path


def test_escapes_of_servers_and_of_urls_are_undone_once() -> None:
    assert unescape(r"\xc3\xA9 \"x\" \\x41 \t\q \xff") == 'é "x" \\x41 \t\\q �'
    query = "/pixel.gif?path=%252Fa&b=1+2%2B3&b=4&c=%00+&d&=e#f=1"
    assert parameters(query) == {"path": "%2Fa", "b": "1 2+3", "": "e"}


def test_rare_pairs_lose_their_rarer_value_then_both() -> None:
    def people(names: str) -> list[tuple[str, str, str]]:
        return [(name, "", "") for name in names]

    def row(page: str, value: str) -> tuple[str, str, str, str, str, str]:
        return ("2024-07-01", "", "path", page, "country", value)

    pairs = {
        row("/a", "DE"): people("abcc"),  # stays: three visitors
        row("/a", "FR"): people("de"),  # /a has five, FR three: FR goes
        row("/a", "IT"): people("d"),  # IT goes and joins FR's, still two visitors
        row("/b", "FR"): people("f"),  # /b has one, FR three: /b goes, and is alone
    }
    assert folded(pairs, 3) == {row("/a", "DE"): (4, 3), row("(other)", "(other)"): (4, 3)}
    assert folded(pairs, 2) == {
        row("/a", "DE"): (4, 3),
        row("/a", "FR"): (2, 2),
        row("(other)", "(other)"): (2, 2),
    }
    assert folded(pairs, 1) == {pair: (len(who), len(set(who))) for pair, who in pairs.items()}


@pytest.mark.parametrize("log_format", ["common", "combined", "vhost_combined"])
@pytest.mark.parametrize("seed", range(20))
def test_generated_logs_count_the_same_in_any_order(seed: int, log_format: str) -> None:
    log = lines(seed, 200, log_format)
    assert log == lines(seed, 200, log_format)
    assert len(log) == 200
    assert not any("\n" in line for line in log)
    options: dict[str, Any] = {"log_format": log_format, "timezone": "Asia/Kolkata"}
    counts = counted(log, bucket_minutes=30, **options)
    assert counts == counted(sorted(log), bucket_minutes=30, **options)
    pageviews = [
        sum(numbers[0] for numbers in table.values()) for table in (counts.activity, counts.pages)
    ]
    assert pageviews == [counts.pageviews] * 2
    assert sum(numbers[1] for numbers in counts.pages.values()) >= counts.visits
    assert sum(numbers[2] for numbers in counts.pages.values()) == counts.visits
    assert sum(numbers[3] for numbers in counts.pages.values()) == counts.visits
    seconds = [
        sum(numbers[-1] for numbers in table.values()) for table in (counts.activity, counts.pages)
    ]
    assert seconds[0] == seconds[1]
    assert len(counts.recent) == min(50, counts.pageviews)


@pytest.mark.parametrize("log_format", ["common", "combined", "vhost_combined"])
def test_generated_logs_reach_every_outcome(log_format: str) -> None:
    log = [line for seed in range(30) for line in lines(seed, 100, log_format)]
    outcomes = counted(log, log_format=log_format).outcomes
    missing = {name for name, n in outcomes.items() if n < 20}
    assert missing == ({"bot"} if log_format == "common" else set())
