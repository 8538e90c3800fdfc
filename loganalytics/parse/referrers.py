# SPDX-License-Identifier: GPL-3.0-or-later
"""Referrers and campaign names to sources and channels: search engines, social sites, domains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loganalytics.data import rows
from loganalytics.model import Referrer
from loganalytics.parse.cleaning import Clean, clean, clean_host
from loganalytics.parse.targets import normalised_path, shortened

MAX_REFERRER = 300  # characters of host and path
MAX_CAMPAIGN = 64

OF_REFERRER = ("referrer", "host", "source", "channel")
SPAM = "spam"  # no channel: of hosts that are sent as Referers so that somebody looks at them
NO_REFERRER = Referrer("", "", "")
_URL = re.compile(r"(https?|android-app)://([^/?#\\]*)([^?#]*)", re.IGNORECASE)
_PACKAGE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_COUNTRY_LABEL = re.compile(r"[a-z]{2}(?:-[a-z]{2,3})?|[a-z]{3}")
_LISTS = (  # the first to name a host wins; True: with its subdomains
    ("known_sites.tsv", True, ""),  # its rows say the channel
    ("mail_services.tsv", True, "email"),
    ("ai_assistants.tsv", True, "ai assistant"),
    ("social_sites.tsv", True, "social"),
    ("search_engines.tsv", False, "search"),
)
# Of a domain that is on no list.
_WEBMAIL = ("mail", "webmail")
_SHORT_NAMES = {
    "adwords": "Google Ads",
    "ddg": "DuckDuckGo",
    "fb": "Facebook",
    "googleads": "Google Ads",
    "hn": "Hacker News",
    "ig": "Instagram",
    "insta": "Instagram",
    "openai": "ChatGPT",
    "tg": "Telegram",
    "x": "Twitter",
    "yt": "YouTube",
}
# Names of search engines that are words: as a campaign they say something else.
_WORDS = frozenset(
    "ask atlas canoe crawler eo flix free frontier goo inbox orange searchcom search skynet "
    "terra crawl tusk web witch karma charter conduit zoek".split()
)


class ReferrerLookup:
    """Names the sources of visits."""

    def __init__(self, clean: Clean = clean, site: str = "") -> None:
        """`clean`: what is done to what is kept; `site`: a host that is the user's own."""
        from publicsuffixlist import PublicSuffixList

        self.clean = clean  # what is done to whatever is kept of a text
        self._suffixes = PublicSuffixList()
        self._sites = _Sites()
        self._spam = frozenset(host for (host,) in rows("referrer_spam.tsv"))
        self._own = site.removeprefix("www.")  # is no spam here, whatever the list says

    def lookup(self, referers: Sequence[str]) -> list[Referrer]:
        """One Referrer for each header or parameter value (no server escapes), in this order.

        What is no http(s) URL with a usable host, and no Android app, is Referrer('', '', ''); of
        a host on the list of spam, or below it, that is the source, and the channel is `SPAM`.
        """
        return [self._referrer(referer) for referer in referers]

    def listed_ends(self) -> list[str]:
        """Ends of hosts that a rule is for: 'co.uk', 'google.{}' or '{}.ck', two labels each.

        The source at any other host of two or more labels is its last two, whatever the path is.
        """
        from publicsuffixlist import PSLFILE

        with open(PSLFILE, encoding="utf-8") as file:
            rules = [line.split()[0].lower() for line in file if line[0] not in "/\n\r\t "]
        ends = {end for rule in rules if "." in rule and (end := _end(rule.lstrip("!")))}
        hosts = (*self._sites.hosts(), *self._spam)
        return sorted(ends | {_end(host) for host in hosts} - {""})

    def _referrer(self, referer: str) -> Referrer:
        match = _URL.match(referer.strip())
        if match is None:
            return NO_REFERRER
        authority, rest = match[2].rpartition("@")[2], match[3]
        if match[1].lower() == "android-app":
            package = authority.lower()
            if not _PACKAGE.fullmatch(package):
                return NO_REFERRER
            package = self.clean(package).text
            return self._named(package, package, self._sites.name(package, ""), package)
        host = clean_host(authority, self.clean).text.removeprefix("www.")
        if not host:
            return NO_REFERRER
        if host != self._own and not self._spam.isdisjoint((host, *_parents(host))):
            return Referrer("", "", host, SPAM)
        # A browser reads `\` as `/` here; a path that cannot be read leaves the host.
        path = normalised_path("/" + rest[1:]) if rest else "/"
        cleaned = self.clean(path[: 4 * MAX_REFERRER]).text if path != "/" else ""
        text = shortened(host + cleaned, MAX_REFERRER)
        if host == "(ip)":
            return self._named(text, host, "", host)
        suffix = self._suffixes.publicsuffix(host) or ""
        stem = host[: -len(suffix) - 1] if suffix and host != suffix else ""
        domain = self._suffixes.privatesuffix(host) or host
        return self._named(text, host, self._sites.name(host, path, stem), domain)

    def _named(self, text: str, host: str, known: str, domain: str) -> Referrer:
        channel = self.channel(known)
        if not known and host != domain and host.partition(".")[0] in _WEBMAIL:
            channel = "email"
        return Referrer(text, host, known or domain, channel or "referral")

    def channel(self, name: str) -> str:
        """The channel of visits from a site with this name; '' if it is none that is known."""
        return self._sites.channels.get(name, "")

    def campaign_source(self, value: str) -> str:
        """The name a utm value stands for ('google', 'chatgpt.com'), else the cleaned value.

        Lower case and at most 64 characters if it is no known name; '' for an empty value.
        """
        text = " ".join(self.clean(value[: 8 * MAX_CAMPAIGN]).text.split()).lower()
        if not text:
            return ""
        known = self._sites.campaign(text)
        if not known and "." in text:
            host, _, path = text.rpartition("://")[2].partition("/")
            host = clean_host(host, self.clean).text.removeprefix("www.")
            suffix = self._suffixes.publicsuffix(host) or "" if host else ""
            stem = host[: -len(suffix) - 1] if suffix and host != suffix else ""
            known = self._sites.name(host, f"/{path}", stem) if host else ""
        return known or self.clean(text[:MAX_CAMPAIGN]).text[:MAX_CAMPAIGN].rstrip()


class _Sites:
    """The lists, ready to be asked for a host."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}  # by host
        self._below: dict[str, str] = {}  # by host, subdomains included
        self._stems: dict[str, str] = {}  # 'google' for 'google.{}'
        self._countries: dict[str, str] = {}  # 'bing.com' for '{}.bing.com'
        # By any of the keys above: beginnings of paths. Asked before the bare host.
        self._paths: dict[str, list[tuple[str, str]]] = {}
        self._campaigns: dict[str, str] = dict(_SHORT_NAMES)
        self.channels: dict[str, str] = {}  # by name
        for file, below, listed in _LISTS:
            for name, patterns, *said in rows(file):
                self.channels.setdefault(name, said[0] if said else listed)
                if below or _key(name) not in _WORDS:
                    self._campaigns.setdefault(_key(name), name)
                for pattern in patterns.split(" "):
                    self._add(name, pattern, below)
        self._campaigns.pop("", None)

    def _add(self, name: str, pattern: str, below: bool) -> None:
        host, slash, path = pattern.partition("/")
        if slash:
            self._paths.setdefault(host, []).append((slash + path, name))
        elif host.endswith(".{}"):
            self._stems.setdefault(host.removesuffix(".{}"), name)
        elif host.startswith("{}."):
            self._countries.setdefault(host.removeprefix("{}."), name)
        elif "{}" not in host:
            self._exact.setdefault(host, name)
            if below:
                self._below.setdefault(host, name)

    def hosts(self) -> Iterator[str]:
        """What hosts are compared with; `{}` stands for one or more labels."""
        yield from (*self._exact, *self._below, *self._paths)
        yield from (f"{stem}.{{}}" for stem in self._stems)
        yield from (f"{{}}.{parent}" for parent in self._countries)

    def name(self, host: str, path: str, stem: str = "") -> str:
        """The name of the site at a host ('' if unknown); `stem`: host without public suffix."""
        first, _, parent = host.partition(".")
        country = bool(_COUNTRY_LABEL.fullmatch(first))
        if path not in ("", "/"):
            keys = [host]
            if stem:
                keys.append(stem + ".{}")
            if country:
                keys.append("{}." + parent)
            for key in keys:
                for beginning, name in self._paths.get(key, ()):
                    if path.startswith(beginning):
                        return name
        if name := self._exact.get(host, ""):
            return name
        if stem and (name := self._stems.get(stem, "")):
            return name
        if country and (name := self._countries.get(parent, "")):
            return name
        return next((n for p in _parents(host) if (n := self._below.get(p, ""))), "")

    def campaign(self, value: str) -> str:
        return self._campaigns.get(_key(value), "")


def values_of(referrer: Referrer) -> tuple[str, str, str, str]:
    """What is kept of a referrer, in the order of `OF_REFERRER`."""
    return referrer.referrer, referrer.host, referrer.source, referrer.channel


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _end(host: str) -> str:
    """The last two labels of a host in a list, `{}` for what may be any."""
    labels = ["{}", *host.replace("*", "{}").split(".")]
    return ".".join(labels[-2:])


def _parents(host: str) -> Iterator[str]:
    while host:
        host = host.partition(".")[2]
        yield host
