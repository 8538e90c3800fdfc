# SPDX-License-Identifier: GPL-3.0-or-later
"""What was asked for, from the log to the report: errors, crawlers, events, campaigns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, write

GPTBOT = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
DAY = 86_400


@pytest.fixture
def sections(run: Run, ingest: Ingest, tmp_path: Path) -> Any:
    """Ingest lines, and report these sections as JSON has them."""

    def sections(lines: list[str], *asked: str) -> dict[str, Any]:
        ingest(write(tmp_path / "access.log", lines))
        result = run("report", "--format", "json", *asked)
        assert result.exit_code == 0, result.output
        document: dict[str, Any] = json.loads(result.stdout)
        return document

    return sections


def test_a_broken_link_names_the_page_it_stands_on(sections: Any) -> None:
    own = "https://www.site.example/blog/a?x=1#y"
    lines = [
        # The site's own styles are loaded from its own pages.
        combined(0, "/blog/a"),
        combined(1, "/style.css", referer=own),
        combined(2, "/gone", status=404, referer=own),
        combined(3, "/gone?session=abc", status=404, referer=own),
        combined(4, "/old.png", status=410, referer="https://blog.example/post?id=1"),
        combined(5, "/typed", status=404),
        combined(6, "/secret", status=403, referer=own),
        combined(7, "/gone", status=404, referer=own, agent=GOOGLEBOT),
    ]
    found = sections(lines, "broken_links", "errors")
    assert [
        (r["path"], r["referrer"], r["internal"], r["hits"]) for r in found["broken_links"]
    ] == [
        ("/gone", "/blog/a", True, 2),
        ("/old.png", "(other)", False, 1),
    ]
    assert [
        (r["status"], r["path"], r["kind"], r["hits"], r["bot_hits"]) for r in found["errors"]
    ] == [
        (404, "/gone", "page", 2, 1),
        (410, "/old.png", "asset", 1, 0),
        (403, "/secret", "page", 1, 0),
        (404, "/typed", "page", 1, 0),
    ]


def test_links_of_the_site_itself_come_first_since_they_can_be_mended(
    sections: Any, run: Run
) -> None:
    lines = [
        combined(n, "/probe", status=404, referer="https://blog.example/", who=f"192.0.2.{n}")
        for n in range(9)
    ]
    own = "https://www.site.example/blog/a"
    lines += [
        combined(20, "/blog/a"),
        combined(21, "/style.css", referer=own),  # the host is the site's own
        combined(22, "/gone", status=404, referer=own),
    ]
    found = sections(lines, "broken_links")["broken_links"]
    assert [(r["path"], r["internal"], r["hits"]) for r in found] == [
        ("/gone", True, 1),
        ("/probe", False, 9),
    ]
    by_hits = run("report", "broken_links", "--sort", "hits", "--format", "json").stdout
    assert json.loads(by_hits)["broken_links"][0]["path"] == "/probe"
    said = "Links on the site itself come first"
    assert said in run("report", "broken_links").stdout
    assert said in run("report", "broken_links", "--limit", 1).stdout
    assert said in run("report", "broken_links", "--format", "html").stdout
    assert said not in run("report", "broken_links", "--sort", "hits").stdout


def test_links_of_one_kind_need_no_word_on_their_order(sections: Any, run: Run) -> None:
    own = "https://www.site.example/blog/a"
    lines = [combined(0, "/style.css", referer=own)]
    lines += [combined(n, f"/gone/{n}", status=404, referer=own) for n in (1, 2)]
    assert len(sections(lines, "broken_links")["broken_links"]) == 2
    assert "come first" not in run("report", "broken_links").stdout


def test_a_page_elsewhere_is_named_when_enough_people_came_from_it(sections: Any, run: Run) -> None:
    def visit(n: int, page: str, **more: Any) -> str:
        referer = f"https://blog.example/{page}?id={n}"
        return combined(n, "/old", status=404, referer=referer, who=f"192.0.2.{n}", **more)

    lines = [visit(n, "many") for n in range(5)]
    # Four people, of whom one came twice, and a crawler.
    lines += [visit(n, "few") for n in (0, 1, 2, 3, 3)]
    lines += [visit(9, "few", agent=GOOGLEBOT)]
    # Five, but on two days.
    lines += [visit(n + DAY // 2 * (n % 2), "slow") for n in range(5)]
    found = sections(lines, "broken_links")
    assert [(r["referrer"], r["hits"]) for r in found["broken_links"]] == [
        ("(other)", 10),
        ("blog.example/many", 5),
    ]
    printed = run("report", "broken_links").stdout
    assert "fewer than k = 5 visitors" in printed


def test_with_a_k_of_1_every_page_that_led_nowhere_is_named(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    line = combined(0, "/old", status=410, referer="https://blog.example/post?id=1")
    ingest(write(tmp_path / "a", [line]), "--k", "1")
    found = json.loads(run("report", "broken_links", "--format", "json").stdout)
    assert [r["referrer"] for r in found["broken_links"]] == ["blog.example/post"]


def test_errors_over_time_part_people_from_bots(sections: Any) -> None:
    lines = [
        combined(0, "/a", status=404),
        combined(0, "/a", status=403),
        combined(0, "/a", status=500, method="POST"),
        combined(DAY, "/a", status=429),
        combined(DAY, "/wp-login.php", status=404, agent="curl/8.5.0"),
        combined(DAY, "/a", status=304),
    ]
    rows = sections(lines, "error_timeline", "--start", "2026-10-10")["error_timeline"]
    names = ("not_found", "forbidden", "refused", "server_errors", "bot_hits")
    by_day: dict[str, list[int]] = {}
    for row in rows:
        before = by_day.get(row["start"][:10], [0] * 5)
        by_day[row["start"][:10]] = [a + row[name] for a, name in zip(before, names, strict=True)]
    assert by_day == {"2026-10-10": [1, 1, 0, 1, 0], "2026-10-11": [0, 0, 1, 0, 1]}


def test_errors_over_time_are_those_of_the_site_that_is_asked_for(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    lines = [
        f"a.example:443 {combined(0, '/x', status=404)}",
        f"b.example:443 {combined(1, '/x', status=404)}",
        f"b.example:443 {combined(2, '/y', status=500)}",
    ]
    ingest("--format", "vhost_combined", write(tmp_path / "a", lines))
    for site, expected in (("a.example", (1, 0)), ("b.example", (1, 1))):
        result = run("report", "error_timeline", "--site", site, "--format", "json")
        rows = json.loads(result.stdout)["error_timeline"]
        names = ("not_found", "server_errors")
        assert tuple(sum(row[name] for row in rows) for name in names) == expected


def test_a_range_without_errors_has_no_error_timeline(sections: Any) -> None:
    assert sections([combined(0, "/")], "error_timeline")["error_timeline"] == []


def test_what_is_personal_in_paths_that_failed_is_replaced(sections: Any) -> None:
    lines = [
        combined(
            0, "/u/jo@mail.example", status=404, referer="https://x.example/of/jo@mail.example"
        ),
        combined(1, "/u/ann@mail.example", status=404, agent=GPTBOT),
    ]
    text = json.dumps(sections(lines, "errors", "broken_links", "bandwidth", "ai_pages"))
    assert "mail.example" not in text
    assert text.count("/u/(email)") == 4
    assert "x.example" not in text  # but one came from there


def test_paths_that_are_left_out_are_stored_nowhere_by_name(
    ingest: Ingest, run: Run, tmp_path: Path, database: Path
) -> None:
    own = "https://www.site.example/user/ada"
    lines = [
        combined(0, "/user/ada"),
        combined(1, "/style.css", referer=own),
        combined(2, "/gone", status=404, referer=own),
        combined(3, "/user/ada/gone.png", status=404),
        combined(4, "/user/ada", agent=GPTBOT),
        combined(5, "/user/ada", method="POST", status=500),
    ]
    ingest(write(tmp_path / "a", lines), "--exclude", "/user/*")
    sections = ("errors", "broken_links", "bandwidth", "ai_pages")
    text = run("report", "--format", "json", *sections).stdout
    assert "ada" not in text
    found = json.loads(text)
    assert [(r["path"], r["hits"]) for r in found["bandwidth"]] == [
        ("(excluded)", 4),
        ("/gone", 1),
        ("/style.css", 1),
    ]
    assert [(r["path"], r["referrer"]) for r in found["broken_links"]] == [("/gone", "(excluded)")]
    assert [r["kind"] for r in found["errors"] if r["path"] == "(excluded)"] == ["excluded"] * 2


def test_ai_crawlers_say_what_they_fetched_and_took(sections: Any) -> None:
    lines = [
        combined(0, "/a", size=300, agent=GPTBOT),
        combined(1, "/a?page=2", size=200, agent=GPTBOT),
        combined(2, "/img.png", size=100, agent=GPTBOT),
        combined(3, "/a", size=50, agent=GOOGLEBOT),
        combined(4, "/a", size=350),
    ]
    found = sections(lines, "ai_crawlers", "ai_pages", "bots")
    assert found["ai_crawlers"] == [
        {
            "bot": "GPTBot",
            "hits": 3,
            "share": 1.0,
            "paths": 2,
            "top_path": "/a",
            "bytes_sent": 600,
            "sent_share": 0.6,
        }
    ]
    assert [(r["path"], r["hits"], r["bots"], r["bytes_sent"]) for r in found["ai_pages"]] == [
        ("/a", 2, 1, 500),
        ("/img.png", 1, 1, 100),
    ]
    assert [(r["bot"], r["paths"]) for r in found["bots"]] == [("GPTBot", 2), ("Googlebot", 1)]


def test_bandwidth_is_that_of_all_hits_by_path(sections: Any) -> None:
    lines = [
        combined(0, "/a", size=10),
        combined(1, "/a?x", size=10, method="HEAD"),
        combined(2, "/%61", size=10, agent=GOOGLEBOT),
        combined(3, "/big.zip", size=70),
        combined(4, "/pixel.gif?path=/a", size=0),
    ]
    rows = sections(lines, "bandwidth")["bandwidth"]
    assert [(r["path"], r["bytes_sent"], r["share"], r["hits"]) for r in rows] == [
        ("/big.zip", 70, 0.7, 1),
        ("/a", 30, 0.3, 3),
        ("/pixel.gif", 0, 0.0, 1),
    ]


def test_an_event_has_hits_visitors_and_the_pages_of_several_visitors_and_is_no_pageview(
    sections: Any,
) -> None:
    def event(at: int, name: str, page: str, who: str = "192.0.2.1") -> str:
        return combined(at, f"/pixel.gif?path={page}&event={name}", who=who)

    lines = [
        combined(0, "/a"),
        event(1, "play", "/a"),
        event(2, "play", "/b"),
        *(event(3, "play", "/a", who=f"192.0.2.{n}") for n in range(2, 6)),
        event(DAY, "play", "/a"),
        event(4, "Sign+up", "/a"),
    ]
    found = sections(lines, "events", "summary")
    assert found["events"] == [
        {"event": "play", "hits": 7, "share": 0.875, "visitors": 6, "pages": 1},
        {"event": "Sign up", "hits": 1, "share": 0.125, "visitors": 1, "pages": None},
    ]
    assert found["summary"]["pageviews"] == 1


def test_a_visitor_of_an_event_in_two_logs_is_one(ingest: Ingest, run: Run, tmp_path: Path) -> None:
    def event(at: int, who: int) -> str:
        return combined(at, "/pixel.gif?path=/a&event=play", who=f"192.0.2.{who}")

    # Five people in each log, of whom the first two are in both.
    ingest(write(tmp_path / "a.log", [event(n, n) for n in range(5)]))
    ingest(write(tmp_path / "b.log", [event(100 + n, n) for n in (0, 1, 5, 6, 7)]))
    found = json.loads(run("report", "events", "--format", "json").stdout)["events"]
    assert [(r["hits"], r["visitors"]) for r in found] == [(10, 8)]
    assert run("check").exit_code == 0
    assert run("undo", "2", "--yes").exit_code == 0
    found = json.loads(run("report", "events", "--format", "json").stdout)["events"]
    assert [(r["hits"], r["visitors"]) for r in found] == [(5, 5)]


def test_what_a_forgotten_page_leaves_of_an_event_counts_its_visitors(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    def event(at: int, page: str, who: int) -> str:
        return combined(at, f"/pixel.gif?path={page}&event=buy", who=f"192.0.2.{who}")

    lines = [event(n, "/x", n) for n in range(10)] + [event(n, "/y", 20 + n) for n in range(7)]
    ingest(write(tmp_path / "a.log", lines))
    ingest(write(tmp_path / "b.log", [line.replace(":12:", ":13:", 1) for line in lines]))
    assert run("forget", "--path", "/x", "--yes").exit_code == 0
    found = json.loads(run("report", "events", "--format", "json").stdout)["events"]
    # That the seven are the same in both logs is not known any more.
    assert [(r["hits"], r["visitors"]) for r in found] == [(14, 14)]


def test_a_visit_ran_the_pixel_if_any_of_its_views_or_events_did(sections: Any) -> None:
    lines = [
        combined(0, "/a", who="192.0.2.1"),
        combined(1, "/pixel.gif?path=/a", who="192.0.2.1"),
        combined(2, "/b", who="192.0.2.1"),
        combined(0, "/a", who="192.0.2.2"),
        combined(0, "/a", who="192.0.2.3"),
        combined(5, "/pixel.gif?path=/a&event=x", who="192.0.2.3"),
        combined(0, "/a", who="192.0.2.4"),
    ]
    rows = sections(lines, "pixel")["pixel"]
    assert [(r["pixel"], r["visits"], r["pageviews"]) for r in rows] == [
        ("no", 2, 2),
        ("yes", 2, 3),
    ]


def test_campaigns_and_channels_are_those_of_the_entry(sections: Any) -> None:
    tags = "utm_source=HN&utm_medium=Social&utm_campaign=Launch&utm_term=a+b&utm_content=top"
    lines = [
        combined(0, f"/a?{tags}", who="192.0.2.1"),
        # The pixel tells less, as one of an older snippet does.
        combined(1, "/pixel.gif?path=/a&utm_source=HN&utm_campaign=Launch", who="192.0.2.1"),
        combined(9, "/b?utm_campaign=other", who="192.0.2.1"),
        combined(0, "/pixel.gif?path=/a&utm_medium=email", who="192.0.2.2"),
        combined(0, "/a", who="192.0.2.3", referer="https://chatgpt.com/"),
        combined(0, "/a", who="192.0.2.4"),
    ]
    named = ("utm_sources", "utm_mediums", "utm_terms", "utm_contents")
    found = sections(lines, "channels", "sources", "campaigns", *named)
    assert {r["channel"]: r["visits"] for r in found["channels"]} == {
        "social": 1,
        "email": 1,
        "ai assistant": 1,
        "direct": 1,
    }
    assert {r["source"]: r["visits"] for r in found["sources"]} == {
        "Hacker News": 1,
        "ChatGPT": 1,
        "Direct": 2,
    }
    assert [(r["utm_campaign"], r["visits"], r["pageviews"]) for r in found["campaigns"]] == [
        ("launch", 1, 2)
    ]
    values = [[r[name[:-1]] for r in found[name]] for name in named]
    assert values == [["hn"], ["email", "social"], ["a b"], ["top"]]


def test_lines_are_explained_where_that_is_asked_for(
    run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    ingest(write(tmp_path / "a.log", [combined(0, "/"), combined(1, "/x.png"), "nonsense"]))
    ingest(write(tmp_path / "b.log", [combined(40 * DAY, "/")]))
    month = ("--start", "2026-10", "--end", "2026-10")
    result = run("report", "summary", "--explain", *month, "--format", "json")
    found = json.loads(result.stdout)
    assert {r["outcome"]: r["lines"] for r in found["outcomes"]} == {
        "malformed": 1,
        "asset": 1,
        "pageview": 1,
    }
    assert [(r["log"], r["lines"], r["dropped"], r["hits"]) for r in found["ingests"]] == [
        ("a.log", 3, 1, 2)
    ]
    assert "In all 3 lines were read." in run("report", "outcomes", *month).stdout
    quiet = json.loads(run("report", *month, "--format", "json").stdout)
    assert "outcomes" not in quiet
    assert "errors" in quiet
    result = run("report", "--explain", "--path", "/")
    assert (result.exit_code, "leave --path out" in result.stderr) == (2, True)
