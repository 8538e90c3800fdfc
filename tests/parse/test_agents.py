# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.model import Agent
from loganalytics.parse.agents import AgentLookup
from loganalytics.parse.bots import _captures_free_text

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
IOS = "like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
LOOKUP = AgentLookup()


@pytest.mark.parametrize(
    ("text", "browser", "system", "device"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/126.0.0.0 Safari/537.36",
            "Chrome 126",
            "Windows",
            "desktop",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {KIT} Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
            "Edge 126",
            "Windows",
            "desktop",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox 128",
            "Linux",
            "desktop",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            "Safari 17",
            "Mac OS X",
            "desktop",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 {IOS} Version/17.5 Mobile/15E148 Safari/604",
            "Mobile Safari 17",
            "iOS",
            "mobile",
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 16_6 {IOS} Version/16.6 Mobile/15E148 Safari/604.1",
            "Mobile Safari 16",
            "iOS",
            "tablet",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 12_2 {IOS} Mobile/15E148",
            "Mobile Safari WebView",
            "iOS",
            "mobile",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14; Pixel 8) {KIT} Chrome/126.0.0.0 Mobile Safari/537.36",
            "Chrome Mobile 126",
            "Android",
            "mobile",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-X700) {KIT} Chrome/126.0.0.0 Safari/537.36",
            "Chrome 126",
            "Android",
            "tablet",
        ),
        (
            "Mozilla/5.0 (PlayStation 4 5.00) AppleWebKit/601.2 (KHTML, like Gecko)",
            "(unknown)",
            "(unknown)",
            "other",
        ),
    ],
)
def test_a_persons_agent_is_browser_system_and_device(
    text: str, browser: str, system: str, device: str
) -> None:
    assert LOOKUP.lookup([text]) == [Agent(browser, system, device, "", "")]


def test_a_bot_has_a_name_and_no_browser() -> None:
    text = f"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) {KIT} Chrome/1.0 (compatible; GPTBot/1)"
    assert LOOKUP.lookup([text, ""]) == [
        Agent("(unknown)", "(unknown)", "other", "GPTBot", "ai"),
        Agent("(unknown)", "(unknown)", "other", "(empty agent)", "other"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "203.0.113.9 secret-name/1 CFNetwork/1 Darwin/1",
        "secret-name-iPhone/1 CFNetwork/1",
        "HbbTV/1.1.1 (; secretname; x; 2013)",
        "Mozilla/5.0 (Windows NT 10.0) secretnamebot/1.0",
        "Mozilla/5.0 (X11; Linux) the secretname spider 2",
        "Firefox/20301139 (Windows NT 10.0) secretname",
        "Mozilla/5.0 (Windows NT 10.0; rv:99.0) Gecko Firefox/123456789.0",
    ],
)
def test_the_text_of_an_agent_never_gets_out(text: str) -> None:
    (agent,) = LOOKUP.lookup([text])
    found = " ".join((agent.browser, agent.os, agent.bot))
    for secret in ("secret", "203.0", "20301139", "123456789"):
        assert secret not in found


@given(st.text())
def test_no_agent_makes_it_raise_or_is_repeated(text: str) -> None:
    person = f"Mozilla/5.0 (Windows NT 10.0; {text}) {KIT} Chrome/126.0.0.0 Safari/537.36"
    for agent in LOOKUP.lookup([text, person]):
        assert (agent.browser + agent.os + agent.bot).isprintable()
        assert len(agent.browser) <= 46
        assert agent.device in {"desktop", "mobile", "tablet", "other"}


@pytest.mark.parametrize(
    ("regex", "free"),
    [
        (r"^(.{0,200})/(\d+) CFNetwork", True),
        (r"([A-z]+[Bb]ot) (\d+)", True),
        (r"(?:x)([a-zA-Z]+) ;", True),
        (r"(Firefox)/(\d+)\.(.*)", False),
        (r"\((Chrome|Chromium)/", False),
        (r"Firefox", False),
    ],
)
def test_rules_that_copy_free_text_are_known(regex: str, free: bool) -> None:
    assert _captures_free_text(regex) is free


def test_the_slow_parser_is_never_loaded() -> None:
    code = (
        "import sys\n"
        "from loganalytics.parse.agents import AgentLookup\n"
        "found = AgentLookup().lookup(['Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0'])\n"
        "assert found[0].os == 'Linux', found\n"
        "print('ua_parser_builtins.regexes' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
