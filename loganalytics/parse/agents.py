# SPDX-License-Identifier: GPL-3.0-or-later
"""User-Agent texts to browser, system, device and bot. Nothing of the text itself gets out."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from loganalytics.model import Agent
from loganalytics.parse.bots import BotLookup, Parsed

if TYPE_CHECKING:
    import ua_parser_rs

UNKNOWN = "(unknown)"

# What a family captured from an agent may look like: no address, no long number.
_FAMILY = re.compile(r"(?!.*\d{9})(?!.*\d\.\d+\.\d+\.\d)[A-Za-z0-9 .!+_-]{1,40}")
_RENAMED = {"Mobile Safari UI/WKWebView": "Mobile Safari WebView"}
_MAJOR = re.compile(r"[0-9]{1,4}")
_FORM = re.compile(r" Chrome/\d+\.\d+\.0+\.0+(?: |$)")


class AgentLookup:
    """Looks agents up. Costs 0.4 s and 50 MB to make; a lookup costs 20 to 60 microseconds.

    Each thread that looks agents up has the rules hold up to 20 MB more.
    """

    def __init__(self) -> None:
        self._bots = BotLookup()
        self._rules = _rules()

    def lookup(self, agents: Sequence[str]) -> list[Agent]:
        """One Agent for each text (no server escapes), in the same order.

        Bots have a name and a kind only: their browser and system are '(unknown)', since what
        they claim to be says nothing.
        """
        return [self._agent(agent) for agent in agents]

    def is_doubtful(self, form: str) -> bool:
        """Whether a form with zeros for digits (`agent_form` of parse/macros.sql) may mislead.

        It does not, unless crawlerdetect names it: what that takes out of an agent before it looks
        again may leave digits that then stand beside other text.
        """
        return bool(_FORM.search(form)) and self._bots.is_detected(form)

    def _agent(self, text: str) -> Agent:
        parsed = self._bots.parse(text)
        if parsed.bot[0]:
            return Agent(UNKNOWN, UNKNOWN, "other", *parsed.bot)
        browser = self._family(parsed.browser)
        if browser != UNKNOWN and parsed.browser and _MAJOR.fullmatch(parsed.browser.major or ""):
            browser = f"{browser} {parsed.browser.major}"
        return Agent(browser, self._family(parsed.system), self._device(text, parsed), "", "")

    def _family(self, found: ua_parser_rs.UserAgent | ua_parser_rs.OS | None) -> str:
        if found is None or found.family == "Other":
            return UNKNOWN
        family: str = _RENAMED.get(found.family, found.family)
        if family in self._bots.literal_families or _FAMILY.fullmatch(family):
            return family
        return UNKNOWN

    def _device(self, text: str, parsed: Parsed) -> str:
        agent = self._rules(text, parsed)
        if agent.is_tablet:
            return "tablet"
        if agent.is_mobile:
            return "mobile"
        return "desktop" if agent.is_pc else "other"


def _put_off(package: str, name: str) -> None:
    """Let a module of a package be imported when one of its names is used; here: never.

    `user_agents` imports the slow parser, which compiles 1,300 patterns that nothing here needs.
    """
    full_name = f"{package}.{name}"
    if full_name in sys.modules or (spec := importlib.util.find_spec(full_name)) is None:
        return
    assert spec.loader is not None
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[full_name] = module
    spec.loader.exec_module(module)
    # `from package import name` asks the package first; asking the module would load it.
    setattr(sys.modules[package], name, module)


def _rules() -> Any:
    """The rules of `user_agents` over what was found: its own parser is 40 times as slow."""
    _put_off("ua_parser", "user_agent_parser")
    from user_agents.parsers import (  # type: ignore[import-untyped]
        UserAgent,
        parse_browser,
        parse_device,
        parse_operating_system,
    )

    class Rules(UserAgent):  # type: ignore[misc]
        def __init__(self, text: str, found: Parsed) -> None:
            browser, system, device = found.browser, found.system, found.device
            self.ua_string = text
            self.browser = (
                parse_browser(browser.family, browser.major, browser.minor, browser.patch)
                if browser
                else parse_browser("Other")
            )
            self.os = (
                parse_operating_system(
                    system.family, system.major, system.minor, system.patch, system.patch_minor
                )
                if system
                else parse_operating_system("Other")
            )
            self.device = (
                parse_device(device.family, device.brand, device.model)
                if device
                else parse_device("Other", None, None)
            )

    return Rules
