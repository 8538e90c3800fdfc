# SPDX-License-Identifier: GPL-3.0-or-later
"""The values that cross rooms: frozen, without behaviour beyond their own arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain


@dataclass(frozen=True, slots=True)
class Agent:
    """What a User-Agent text says of the program behind it. `bot` is '' for a person's browser."""

    browser: str  # family and major version, 'Firefox 128', or '(unknown)'
    os: str  # family, 'Windows', or '(unknown)'
    device: str  # desktop, mobile, tablet or other
    bot: str  # published name of the bot, or ''
    kind: str  # search, ai, seo, monitor, feed, library, other; '' for a person


@dataclass(frozen=True, slots=True)
class Target:
    """What the path of a request says: where it leads and whether a person looks at it."""

    path: str  # canonical path, or '(unknown)'; may still hold a person's data: memory only
    page: str  # the path with placeholders: what may be stored
    kind: str  # pixel, excluded, download, asset or page


@dataclass(frozen=True, slots=True)
class Referrer:
    """Where a visitor came from."""

    referrer: str  # host and path, cleaned, without scheme and query; '' for none
    host: str  # lower case, without port and leading 'www.'; '' for none
    source: str  # name of the search engine, site, assistant, or registrable domain; '' for none
    channel: str = ""  # one of CHANNELS, but never direct; '' for none


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the utm parameters of a link say; '' where it has none that says it."""

    source: str  # utm_source, else utm_campaign: a known name, or as it is
    channel: str  # one of CHANNELS
    tags: tuple[str, ...]  # the values of UTM, in its order, cleaned


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text in which what may point at a person has become a placeholder."""

    text: str
    placeholders: int  # how many were put in


CHANNELS = ("search", "social", "ai assistant", "email", "campaign", "referral", "direct")
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")

SCHEMA_VERSION = 1  # of sql/store/schema.sql; a database with a higher one is refused

OUTCOMES = (
    "already_ingested",
    "incomplete",
    "malformed",
    "bot",
    "method",
    "event",
    "merged",
    "pixel",
    "status",
    "excluded",
    "download",
    "asset",
    "pageview",
)


@dataclass(frozen=True, slots=True)
class Totals:
    """What the new lines of one source came to."""

    outcomes: dict[str, int]
    hits: int
    pageviews: int
    visits: int
    bytes_sent: int
    first: int | None  # UTC seconds since 1970 of the earliest hit; None without hits
    last: int | None
    late: int = 0  # hits that came when their day had been folded: their visits may be cut

    def __add__(self, other: Totals) -> Totals:
        firsts = [totals.first for totals in (self, other) if totals.first is not None]
        lasts = [totals.last for totals in (self, other) if totals.last is not None]
        return Totals(
            {
                name: self.outcomes.get(name, 0) + other.outcomes.get(name, 0)
                for name in {**self.outcomes, **other.outcomes}
            },
            self.hits + other.hits,
            self.pageviews + other.pageviews,
            self.visits + other.visits,
            self.bytes_sent + other.bytes_sent,
            min(firsts, default=None),
            max(lasts, default=None),
            self.late + other.late,
        )


RECENT = 50  # pageviews that are kept one by one


@dataclass(frozen=True, slots=True)
class Content:
    """A known beginning of a source, or what was new of it: bytes and lines up to a newline."""

    bytes: int
    lines: int
    head: str  # digest of the first line alone
    digest: str  # of all lines
    beginnings: str = field(default="", compare=False)  # see ledger
    # What was new of a source stands behind so many bytes that were known; 0: it is a beginning.
    behind: int = field(default=0, compare=False)


class Contents:
    """Known contents, which are looked up by their head."""

    def __init__(self, contents: Iterable[Content] = ()) -> None:
        self._by_head: dict[str, tuple[Content, ...]] = {}
        self.add(contents)

    def add(self, contents: Iterable[Content]) -> None:
        """Make more contents known."""
        for content in contents:
            self._by_head[content.head] = (*self.of(content.head), content)

    def of(self, head: str) -> tuple[Content, ...]:
        """Those with this head."""
        return self._by_head.get(head, ())

    def begins(self, content: Content) -> bool:
        """Whether a known content begins as this one and goes on.

        Then this may be that one, shortened, or another that begins alike and has but a tenth of
        its own: which cannot be told.
        """
        return content.beginnings != "" and any(
            known.lines > content.lines
            and known.beginnings.startswith(content.beginnings)
            and not (known.behind and content.behind)  # of two logs, to which the same came
            for known in self.of(content.head)
        )

    def without(self, contents: Iterable[Content]) -> tuple[Content, ...]:
        """Those of some contents that are to be made known, too.

        What was new of a source is, though the same may have come to another one: either can be
        taken back.
        """
        return tuple(each for each in contents if each.behind or each not in self)

    def copy(self) -> Contents:
        """Others, to which more may be added."""
        copy = Contents()
        copy._by_head = self._by_head.copy()
        return copy

    def __contains__(self, content: Content) -> bool:
        return content in self.of(content.head)

    def __iter__(self) -> Iterator[Content]:
        return chain.from_iterable(self._by_head.values())

    def __bool__(self) -> bool:
        return bool(self._by_head)


@dataclass(frozen=True, slots=True)
class Near:
    """Known ingests with which visits of new lines may go on: their lines were read again.

    `state`: the latest ingest of the ledger, how many there are, and a number for those of which
    something was erased, when this was found out.
    `others`: whether there are more, of which nothing could be read.
    """

    ingest_ids: tuple[int, ...]
    reaching: int  # visitors who were left out, since too little is known of a visit of theirs
    state: tuple[int, int, int]
    others: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """What was fixed when a database was made."""

    timezone: str  # IANA name; days are cut in it
    bucket_minutes: int
    k: int  # pair rows of fewer visitors are folded
