# SPDX-License-Identifier: GPL-3.0-or-later
"""Agents that are no person: which published bot, and of what kind.

Four lists are asked: ours (data/bots.tsv), crawler-user-agents, crawlerdetect and the devices
that ua-parser calls spiders. What passes them all still is no person if it names no product, no
browser, system or device that the rules know, or carries an attack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from loganalytics.data import rows

if TYPE_CHECKING:
    import ua_parser_rs

EMPTY = ("(empty agent)", "other")
NO_NAME = ("(no name)", "other")
OTHER = ("(other bot)", "other")
PERSON = ("", "")

MAX_AGENT = 4096  # characters that are looked at

_KINDS = {  # tags of crawler-user-agents, the most telling first
    "ai-crawler": "ai",
    "search-engine": "search",
    "feed-reader": "feed",
    "monitoring": "monitor",
    "http-library": "library",
    "seo": "seo",
}
_KIND_WORDS = (
    ("monitor", re.compile(r"monitor|uptime|health|status", re.I)),
    ("feed", re.compile(r"feed|rss|podcast", re.I)),
    ("seo", re.compile(r"\bseo|seo\b|backlink", re.I)),
    ("library", re.compile(r"http[-_ ]?client|^lib|^http|curl|perl|^python|^java\b|^php", re.I)),
)
# Patterns that hit people: a build of Android, the engine of the Ladybird browser, parts of
# names of phones and of '1Password/'; or that Rust's engine cannot read (ours name Yandex).
_LEFT_OUT = frozenset(
    (r"AP3A\.240617\.008", "OPPO A33", "LibWeb", "Buddy", r"Word\/", "Yandex(?!Search)")
)
_GENERIC = "[a-z0-9"  # how the one pattern of crawlerdetect begins that is no name
_PUBLISHED = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._!+&':/-]{2,39}")
_ANY_CHARACTER = re.compile(r"(?<!\\)\.|\[\^|\\[SWD]")  # may stand for a character past ASCII
# A product may stand in quotes or brackets, nothing else may stand before it.
_PRODUCT = re.compile(r"[\s\"'\[(*]*(?:[0-9]+[A-Za-z]|[A-Za-z])[\w.%!+~-]*(?:$|[/\s;:,)\]@(])")
_CALL = re.compile(r"[\s\"'\[(*]*[A-Za-z_]{1,20}\([^ ]")
_NO_BROWSER = (
    # An attack is written into the agent.
    r"(?i)\$\{|<\s*(?:script|svg|img|\?)|\(\)\s*\{|\bsleep\s*\(|\bwaitfor\s+delay\b|sysdate\(|\|\|",
    r"(?i)union\s+(?:all\s+)?select|base64_decode|\.\./\.\./|/etc/passwd|\bbxss\.me\b|\bpg_sleep\b",
    r"(?i)\boast(?:ify)?\.|CVE-\d{4}-\d|/bin/(?:ba)?sh\b",
    # Browsers do not end here, ...
    r"^Mozilla/[\d.]+ \((?:compatible;?|(?:Windows NT|X11|Macintosh)[^()]*)\)$",
    r"^Mozilla/[\d.]+ \([^()]*\) AppleWebKit/[\d.]+(?: \(KHTML,?)?$",
    # ... do not name themselves so shortly, ...
    r"(?i)^(?:Mozilla|Chrome|Chromium|Google|Firefox|Safari|Opera|Microsoft Edge|Edge|MSIE|IE|Linux"
    r"|Windows NT|Windows|Android|iPhone|Linux Mozilla|Linux Gnu \(cow\)|random|test|user|bot"
    r")[/ ]?[\d.]*$",
    # ... do not quote the name of the header, an URL, or themselves, ...
    r"(?i)^(?:user-agent ?:|mobile ?:|https?://|Mozilla%2F|Mozilla/[\d.]+ \\|['\"]Mozilla/)"
    r"|user agents strings",
    # ... and can spell.
    r"^Mozlila/|\bMoblie Safari\b|\bChrome/v\d",
)


class Parsed(NamedTuple):
    """What the rules found in one agent; no browser, system or device is looked up for bots."""

    bot: tuple[str, str]
    browser: ua_parser_rs.UserAgent | None
    system: ua_parser_rs.OS | None
    device: ua_parser_rs.Device | None


class BotLookup:
    """Tells bots from people by their agents. Costs 0.3 s and 45 MB to make."""

    def __init__(self) -> None:
        import crawleruseragents  # type: ignore[import-untyped]
        import ua_parser_rs
        from crawlerdetect.providers.crawlers import data as crawlers  # type: ignore[import-untyped]
        from crawlerdetect.providers.exclusions import data as exclusions  # type: ignore[import-untyped]
        from ua_parser.loaders import load_lazy_builtins

        own = [(name, kind, f"(?i){pattern}") for kind, name, pattern in rows("bots.tsv")]
        kinds = {name.lower(): kind for name, kind, _ in own}  # a name has one kind
        kinds[OTHER[0]] = OTHER[1]
        listed = []
        for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA:
            if (pattern := entry["pattern"]) not in _LEFT_OUT:
                name = published_name(pattern)
                kind = kinds.setdefault(name.lower(), _kind_of_tags(entry.get("tags", ())))
                listed.append((name, kind, pattern))
        self._known = _Patterns(
            [row for row in own if row[1] != "library"]
            + [row for row in listed if row[1] != "library"]
            + [row for row in own + listed if row[1] == "library"]
            + [(*OTHER, pattern) for pattern in _NO_BROWSER]
        )
        detected = [
            (name, kinds.setdefault(name.lower(), _kind_of_name(name)), _lower_case(pattern))
            for pattern in sorted(crawlers, key=lambda p: p.startswith(_GENERIC))
            if pattern not in _LEFT_OUT
            for name in (published_name(pattern),)
        ]
        self._detected = _Patterns(detected)  # asked of agents in lower case
        # Lynx says which library it is built on; FBCR is a mobile carrier, 'OrangeBotswana'.
        ours = (r"libwww-FM\S*", r"FBCR/[^;\]]*")
        self._excluded = re.compile("|".join([*exclusions, *ours]), re.IGNORECASE)
        browsers, systems, devices = cast(Any, load_lazy_builtins())  # typed without fields
        self._browsers = ua_parser_rs.UserAgentExtractor(
            [
                *((b.regex, _family(b), b.major, b.minor, b.patch, None) for b in browsers),
                (r"Firefox/(\d+)", "Firefox", "$1", None, None, None),  # 'Firefox/123', no '.0'
                (r"^w3m/(\d+)", "w3m", "$1", None, None, None),
            ]
        )
        self._systems = ua_parser_rs.OSExtractor(
            (s.regex, _family(s), s.major, s.minor, s.patch, s.patch_minor) for s in systems
        )
        self._devices = ua_parser_rs.DeviceExtractor(
            (d.regex, d.regex_flag, d.family, d.brand, d.model) for d in devices
        )
        # Families that stand in the rules as such; the others are captured from the agent.
        self.literal_families = frozenset(
            family
            for rule in (*browsers, *systems)
            if (family := _family(rule)) and "$" not in family
        )

    def parse(self, agent: str) -> Parsed:
        """One agent's bot and, for a person, what the rules say of browser, system and device.

        `agent`: without the escapes of a server; what stands behind `MAX_AGENT` is not looked at.
        """
        agent = agent.strip()[:MAX_AGENT]
        if not agent.isascii():
            agent = agent.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is '?'
        bot = self._bot_by_list(agent)
        if bot != PERSON:
            return Parsed(bot, None, None, None)
        device = self._devices.extract(agent)
        if device is not None and device.family == "Spider":
            return Parsed(OTHER, None, None, None)
        browser, system = self._browsers.extract(agent), self._systems.extract(agent)
        if browser is None and system is None and device is None:
            return Parsed(OTHER, None, None, None)
        return Parsed(PERSON, browser, system, device)

    def is_detected(self, agent: str) -> bool:
        """Whether crawlerdetect finds a bot before it takes out what is common in browsers."""
        return self._detected.find(agent.strip()[:MAX_AGENT].lower()) is not None

    def _bot_by_list(self, agent: str) -> tuple[str, str]:
        if agent in ("", "-"):
            return EMPTY
        named = _PRODUCT.match(agent) and not _CALL.match(agent)
        if known := self._known.find(agent):
            return known if named or known != OTHER else NO_NAME
        if (detected := self._detected.find(agent.lower())) and self._detected.find(
            # crawlerdetect takes out what is common in browsers ('CUBOT' phones, ...) before it
            # looks. That is slow, so only what would be a bot goes through it.
            self._excluded.sub("", agent).strip().lower()
        ):
            return detected
        return PERSON if named else NO_NAME


class _Patterns:
    """Many patterns in one automaton; of those that match, the first in the list wins."""

    def __init__(self, patterns: Iterable[tuple[str, str, str]]) -> None:
        import ua_parser_rs

        found: list[tuple[str, str]] = []
        rules: list[tuple[str, str | None, str | None, str | None, str | None, str | None]] = []
        for name, kind, pattern in patterns:
            if not _ANY_CHARACTER.search(pattern):
                # Letters and digits are those of ASCII: compiles in half the time.
                folded = pattern.startswith("(?i)")
                pattern = f"(?i-u){pattern[4:]}" if folded else f"(?-u){pattern}"
            rules.append((pattern, str(len(found)), None, None, None, None))
            found.append((name, kind))
        self._found = found
        self._extractor = ua_parser_rs.UserAgentExtractor(rules)

    def find(self, agent: str) -> tuple[str, str] | None:
        match = self._extractor.extract(agent)
        return None if match is None else self._found[int(match.family)]


def _lower_case(pattern: str) -> str:
    """A pattern for texts in lower case: compiles in a quarter of the time of one for any case."""
    return f"(?i){pattern}" if re.search(r"\\[A-Z]", pattern) else pattern.lower()


def published_name(pattern: str) -> str:
    """The name a list's pattern spells, '(other bot)' where it spells none."""
    name = pattern.removeprefix("(^| )").removeprefix("^").removesuffix("$")
    name = name.partition("|")[0]
    # '[cC]rawler', '[Cc]urebot': the capital.
    name = re.sub(r"\[([a-z])([A-Z])\]|\[([A-Z])[a-z]\]", lambda m: m[2] or m[3], name)
    name = re.sub(r"[(\[].*|\\[dsSw].*|[.]\*.*| ?\?.*", "", name)
    name = re.sub(r"\\([^A-Za-z0-9])", r"\1", name).removeprefix("https://").removeprefix("http://")
    name = name.replace("%20", " ").strip("\\/ ();,")
    return name if _PUBLISHED.fullmatch(name) else OTHER[0]


def _kind_of_tags(tags: Iterable[str]) -> str:
    return next((kind for tag, kind in _KINDS.items() if tag in tags), "other")


def _kind_of_name(name: str) -> str:
    return next((kind for kind, words in _KIND_WORDS if words.search(name)), "other")


def _family(rule: object) -> str | None:
    """The family a rule gives, a fixed one where it would copy free text out of the agent."""
    family: str | None = getattr(rule, "family", None)
    regex: str = getattr(rule, "regex", "")
    if family is not None and "$1" not in family:
        return family
    return "(unknown)" if _captures_free_text(regex) else family


def _captures_free_text(regex: str) -> bool:
    start = next((m.start() for m in re.finditer(r"(?<!\\)\((?!\?)", regex)), None)
    if start is None:
        return False
    depth = 0
    for end in range(start, len(regex)):
        if regex[end] in "()" and regex[end - 1] != "\\":
            depth += 1 if regex[end] == "(" else -1
            if depth == 0:
                break
    return bool(re.search(r"(?<!\\)\.[{*+]|\][{*+]|\\[wSW][{*+]", regex[start:end]))
