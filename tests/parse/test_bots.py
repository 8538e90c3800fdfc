# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.data import rows
from loganalytics.parse.bots import BotLookup, published_name
from loganalytics.parse.rules import lists_version

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
LOOKUP = BotLookup()
KINDS = {"search", "ai", "seo", "monitor", "feed", "library", "other"}


@pytest.mark.parametrize(
    ("agent", "name", "kind"),
    [
        (
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Googlebot",
            "search",
        ),
        (
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
            "bingbot",
            "search",
        ),
        (
            "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
            "YandexBot",
            "search",
        ),
        (f"Mozilla/5.0 {CHROME} (compatible; GPTBot/1.2)", "GPTBot", "ai"),
        (f"Mozilla/5.0 {CHROME}; compatible; ClaudeBot/1.0", "ClaudeBot", "ai"),
        ("CCBot/2.0 (https://commoncrawl.org/faq/)", "CCBot", "ai"),
        ("meta-externalagent/1.1", "Meta-ExternalAgent", "ai"),
        ("Mozilla/5.0 (compatible; Amazonbot/0.1)", "Amazonbot", "ai"),
        ("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", "AhrefsBot", "seo"),
        ("Mozilla/5.0 (compatible; SemrushBot/7~bl)", "SemrushBot", "seo"),
        ("Mozilla/5.0+(compatible; UptimeRobot/2.0)", "UptimeRobot", "monitor"),
        ("kube-probe/1.29", "kube-probe", "monitor"),
        ("ELB-HealthChecker/2.0", "ELB-HealthChecker", "monitor"),
        ("Feedly/1.0 (+http://www.feedly.com/fetcher.html)", "Feedly", "feed"),
        ("Tiny Tiny RSS/1.11 (http://tt-rss.org/)", "Tiny Tiny RSS", "feed"),
        ("curl/8.5.0", "curl", "library"),
        ("python-requests/2.32.3", "python-requests", "library"),
        ("Go-http-client/1.1", "Go-http-client", "library"),
        ("Java/17.0.2", "Java", "library"),
        ("Ruby", "Ruby", "library"),
        ("PHP/8.2", "PHP", "library"),
        ("GuzzleHttp/7", "Guzzle", "library"),
        ("PostmanRuntime/7.36.0", "PostmanRuntime", "library"),
        ("Dalvik/2.1.0 (Linux; U; Android 9; SM-A105F)", "Dalvik", "library"),
        ("Podcasts/1.0 CFNetwork/1568.200.51 Darwin/24.1.0", "CFNetwork", "library"),
        ("Fuzz Faster U Fool v2.1.0-dev", "ffuf", "other"),
        ("Debian APT-HTTP/1.3 (2.6.1) non-interactive", "APT", "other"),
        ("libdnf (Fedora Linux 38; workstation; Linux.x86_64)", "DNF", "other"),
        ("Apache-Maven/3.6.3 (Java 11.0.9; Linux 5.4)", "Maven", "other"),
        ("Mozilla/5.0 (Linux) mirall/3.6.1 (Nextcloud, ubuntu)", "Nextcloud client", "other"),
        ("Mozilla/4.0 (compatible; ms-office; MSOffice 16)", "Microsoft Office", "other"),
        ("AppleCoreMedia/1.0.0.19H12 (iPhone; U; CPU OS 15_7)", "Media player", "other"),
        ("Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/16", "jsdom", "other"),
        ("AntennaPod/2.7.0", "AntennaPod", "feed"),
        (f"Mozlila/5.0 (Linux; Android 7.0; wv) {CHROME} Moblie Safari", "(other bot)", "other"),
        ("'Mozilla/5.0 (Windows NT 6.1)'", "(other bot)", "other"),
        ("Mozilla/5.0 zgrab/0.x", "zgrab", "other"),
        ("libredtail-http", "libredtail", "other"),
        ("Mozilla/5.0 (compatible; unheard-of-bot/1.0)", "(other bot)", "other"),
        ("SomethingUnheardOf/0.1", "(other bot)", "other"),
        ("Mozilla/5.0", "(other bot)", "other"),
        ("Chrome", "(other bot)", "other"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "(other bot)", "other"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML",
            "(other bot)",
            "other",
        ),
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36'||sleep(9)||'",
            "(other bot)",
            "other",
        ),
        ("", "(empty agent)", "other"),
        ("-", "(empty agent)", "other"),
        ("  ", "(empty agent)", "other"),
        ("() { :; }; /bin/sh", "(no name)", "other"),
        ("() { x }", "(no name)", "other"),
        ("}__test|O:21", "(no name)", "other"),
        ("<b>", "(no name)", "other"),
        ("12345", "(no name)", "other"),
    ],
)
def test_a_bot_has_its_published_name_and_kind(agent: str, name: str, kind: str) -> None:
    assert LOOKUP.parse(agent).bot == (name, kind)


@pytest.mark.parametrize(
    "agent",
    [
        f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36",
        f"Mozilla/5.0 (Linux; Android 13; Cubot X30) {CHROME} Mobile Safari/537.36",
        f"Mozilla/5.0 (Linux; Android 15; CPH2655 Build/AP3A.240617.008) {CHROME} Mobile",
        "Mozilla/5.0 (X11; Linux x86_64; rv:123.0) Gecko/20100101 Firefox/123.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:123.0) Gecko/20100101 Firefox/123",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 12_2 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Mobile/15E148",
        "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0)",
        "Opera/9.80 (X11; Linux i686) Presto/2.12.388 Version/12.16",
        "SonyEricssonK800i/R1CB Browser/NetFront/3.3 Profile/MIDP-2.0 Configuration/CLDC-1.1",
        "Lynx/2.9.0dev.10 libwww-FM/2.14",
        "w3m/0.5.1",
    ],
)
def test_people_are_no_bots(agent: str) -> None:
    assert LOOKUP.parse(agent).bot == ("", "")


def test_what_stands_behind_the_first_4096_characters_is_not_looked_at() -> None:
    agent = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 "
    assert LOOKUP.parse(agent.ljust(4096 - len("Googlebot")) + "Googlebot").bot[0] == "Googlebot"
    assert LOOKUP.parse(agent.ljust(4096) + "Googlebot").bot == ("", "")


def test_the_answer_does_not_depend_on_what_was_asked_before() -> None:
    agents = ["curl/8", "Googlebot/2.1", "", "python-requests/2 Googlebot/2.1", "Mozilla/5.0"]
    alone = [BotLookup().parse(agent) for agent in agents]
    assert [LOOKUP.parse(agent) for agent in agents] == alone
    assert [LOOKUP.parse(agent) for agent in agents[::-1]] == alone[::-1]


def test_a_library_is_named_only_if_no_bot_is() -> None:
    assert LOOKUP.parse("python-requests/2 Googlebot/2.1").bot == ("Googlebot", "search")


@given(st.text())
def test_no_agent_gets_out_in_a_name(text: str) -> None:
    for agent in (text, f"{text}bot/1.0", f"Mozilla/5.0 (compatible; {text}bot/1.0)"):
        name, kind = LOOKUP.parse(agent).bot
        assert (name == "") == (kind == "")
        assert kind in KINDS | {""}
        assert name in _names() | {""}


def _names() -> set[str]:
    lists = {name for name, _ in LOOKUP._known._found + LOOKUP._detected._found}
    return lists | {"(no name)", "(empty agent)", "(other bot)"}


def test_every_name_is_fit_to_be_shown() -> None:
    for name in _names():
        assert re.fullmatch(r"[A-Za-z0-9 ._!+&':/-]{2,40}|\([a-z ]+\)", name), name


def test_a_name_has_one_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for name, kind in LOOKUP._known._found + LOOKUP._detected._found:
        kinds.setdefault(name.lower(), set()).add(kind)
    assert {name: k for name, k in kinds.items() if len(k) > 1} == {}


def test_our_own_list_holds_known_kinds() -> None:
    assert {kind for kind, _, _ in rows("bots.tsv")} == KINDS


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (r"Googlebot\/", "Googlebot"),
        ("[cC]laude[bB]ot", "ClaudeBot"),
        (r"(^| )PTST\/", "PTST"),
        (r"W3C-checklink", "W3C-checklink"),
        (r"Riddler \(http:\/\/riddler\.io", "Riddler"),
        (r"visionheight\.com\/scan", "visionheight.com/scan"),
        (r"collection@infegy\.com", "(other bot)"),
        (r"[a-z0-9\-_]*(bot|crawl)", "(other bot)"),
    ],
)
def test_names_are_read_from_the_patterns_of_the_lists(pattern: str, name: str) -> None:
    assert published_name(pattern) == name


def test_the_versions_of_the_lists_are_named() -> None:
    form = r"ua-parser [\d.]+, crawler-user-agents [\d.]+, crawlerdetect [\d.]+, own rules \d+"
    assert re.fullmatch(form, lists_version())
