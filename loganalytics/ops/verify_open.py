# SPDX-License-Identifier: GPL-3.0-or-later
"""What explains that a value of the log stands in the database without being a leak.

Three things do: the log shows the same text where it is stored by design (a path, a referrer
without its query, a title, a campaign, a host); it is a name that a list publishes (of a bot, a
browser, a search engine); or it is a text of the program or of DuckDB itself. Addresses and hashes
are never explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, cast

from loganalytics.data import rows
from loganalytics.engine import statement
from loganalytics.ops.verify_fields import loose

IN_THE_OPEN = "in paths, referrers, titles, campaigns, events or hosts of the log as well"
PUBLISHED = "published names of bots, browsers, systems, sites and countries"
OWN = "texts of the program and of its ledger"

# What stands for a part of a text that was replaced or cut off.
_REPLACED = re.compile(r"\\\((?:ip|email|uuid|hex|token|number)\\\)|…")
_VERSION = re.compile(r" \d{1,4}$")
_COUNTRY = re.compile(r"[A-Z]{2}")
_LITERAL = re.compile(r"\\([^A-Za-z0-9()\[\]|])")  # '\.' in a pattern is a dot
_META = re.compile(r"[|()\[\]{}?*+^$\\]+")
_LISTS = (
    *("known_sites.tsv", "mail_services.tsv", "ai_assistants.tsv", "social_sites.tsv"),
    "search_engines.tsv",
)
_WORDS = (
    "direct desktop mobile tablet other get head post put delete options patch connect trace "
    "(unknown) (private) (none) (other) (folded) (empty) (excluded) (not logged) utc "
    "email campaign yes no"
).split()


class Explanations:
    """Judges what was found in clear."""

    def __init__(self, opened: set[str], own: Iterable[bytes], ledger: Iterable[str]) -> None:
        """`own`: texts that stand in an empty database and in an empty report."""
        self._opened = opened
        self._own = tuple(own)
        self._ledger = {loose(text) for text in ledger}
        self._cells: dict[str, str] = {}
        self._bytes: dict[str, str] = {}

    def of_cell(self, cell: str) -> str:
        """Why this text may be in a table; '' if nothing explains it."""
        if cell not in self._cells:
            self._cells[cell] = self._judged(cell)
        return self._cells[cell]

    def of_bytes(self, value: str) -> str:
        """Why this value may be among bytes of which is not known to what text they belong."""
        if value not in self._bytes:
            self._bytes[value] = self._judged_alone(value)
        return self._bytes[value]

    def _judged_alone(self, value: str) -> str:
        text = loose(value)
        if text in self._published[0] or text in self._published[1]:
            return PUBLISHED
        if any(value.encode() in own for own in self._own):
            return OWN
        return IN_THE_OPEN if text and text in self._open_text else ""

    def of_ledger(self, value: str) -> str:
        """Why a value may be in the ledger: the name of a log file may be asked for."""
        text = loose(value)
        return OWN if any(text in each for each in self._ledger) else ""

    def _judged(self, cell: str) -> str:
        text = loose(cell)
        if text in self._published[0] or _VERSION.sub("", text) in self._published[0]:
            return PUBLISHED
        if _COUNTRY.fullmatch(cell):
            return PUBLISHED
        if text in self._opened:
            return IN_THE_OPEN
        pattern, replaced = _REPLACED.subn("[^\n]*", re.escape(text))
        if replaced and re.search(f"^{pattern}$", self._open_text, re.MULTILINE):
            return IN_THE_OPEN
        return ""

    @cached_property
    def _open_text(self) -> str:
        return "\n".join(self._opened)

    @cached_property
    def _published(self) -> tuple[frozenset[str], str]:
        """(names in lower case, all that the lists publish as one text)."""
        texts = {word for file in _LISTS for row in rows(file) for word in row}
        texts |= {word for row in rows("bots.tsv") for word in row}
        texts |= {_LITERAL.sub(r"\1", pattern) for pattern in _patterns()}
        names = {loose(text) for text in texts}
        names |= {loose(part).strip("/ ;,") for text in texts for part in _META.split(text)}
        schema = statement("store/schema") + statement("store/views")
        names |= set(_WORDS) | set(re.findall(r"\w+", schema.lower()))
        return frozenset(name for name in names if len(name) > 1), "\n".join(texts).lower()


def _patterns() -> Iterable[str]:
    """Names and patterns of agents in the lists that the program uses."""
    import crawleruseragents  # type: ignore[import-untyped]
    from crawlerdetect.providers.crawlers import data  # type: ignore[import-untyped]
    from ua_parser.loaders import load_lazy_builtins

    yield from (entry["pattern"] for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA)
    yield from data
    browsers, systems, _ = cast(Any, load_lazy_builtins())  # typed without fields
    for rule in (*browsers, *systems):
        yield rule.regex
        yield getattr(rule, "family", None) or ""
