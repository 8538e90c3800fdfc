# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report is made of: the values that cross from `reports` over `cli` to `render`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

SECTIONS = (
    "summary",
    "timeline",
    "hosts",
    "pages",
    "entry",
    "exit",
    "channels",
    "sources",
    "referrers",
    "campaigns",
    "utm_sources",
    "utm_mediums",
    "utm_terms",
    "utm_contents",
    "countries",
    "languages",
    "browser_families",
    "browsers",
    "os",
    "devices",
    "screens",
    "pixel",
    "hours",
    "events",
    "downloads",
    "bandwidth",
    "response_times",
    "errors",
    "broken_links",
    "error_timeline",
    "status",
    "bots",
    "ai_crawlers",
    "ai_pages",
    "recent",
    "outcomes",
    "ingests",
)
EXPLAINING = ("outcomes", "ingests")  # only where they are asked for
_PAIRED = (  # of which pairs are kept
    "channels",
    "sources",
    "campaigns",
    "countries",
    "browser_families",
    "browsers",
    "os",
    "devices",
    "screens",
)
PATH_SECTIONS = (
    "summary",
    "timeline",
    "hosts",
    "pages",
    "entry",
    "exit",
    *_PAIRED,
    "hours",
    "events",
    "downloads",
    "bandwidth",
    "response_times",
    "errors",
    "broken_links",
    "error_timeline",
    "ai_pages",
    "recent",
)
VALUE_SECTIONS = (  # of a filter by value
    "summary",
    "timeline",
    "hosts",
    "pages",
    *_PAIRED,
)
UNITS = ("hour", "day", "week", "month")

# What a row is called that stands for what was too rare, or met by too few, to be kept by name; and
# in a filtered section for what was kept without what the filter asks for.
OTHER, FOLDED = "(other)", "(folded)"
NAMELESS = frozenset((OTHER, FOLDED))


class Mark(Enum):
    """What a change or a count is where there is no number for it."""

    UNKNOWN = "n/a"  # not kept of this
    NEW = "new"  # nothing before: nothing divides
    GONE = "gone"  # a row that is listed only because it was there before

    @property
    def number(self) -> float | None:
        """What programs get."""
        return -1.0 if self is Mark.GONE else None


class AtLeast(int):
    """A count of what is known, of which there was more. Programs get the number."""


Value = str | int | float | bool | datetime | Mark | None


def change(now: Value, before: Value) -> Value:
    """Return by how much a number grew: 0.1 for ten per cent, NEW from nothing, else None."""
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return None
    if isinstance(now, AtLeast) or isinstance(before, AtLeast):
        return None
    if before > 0:
        return (now - before) / before
    return Mark.NEW if now > 0 else None


class Kind(Enum):
    """How the values of a column read. Data keep full values; only `render` rounds or cuts."""

    TEXT = "text"
    PATH = "path"  # text that is cut in the middle
    TITLE = "title"  # text that helps where there is room for it
    COUNT = "count"  # int
    BYTES = "bytes"  # int
    DURATION = "duration"  # float, seconds
    LATENCY = "latency"  # float, seconds, mostly a part of one
    RATE = "rate"  # float 0..1
    CHANGE = "change"  # float, 0.1 for ten per cent more, or a Mark
    RATIO = "ratio"  # float
    STATUS = "status"  # int, an HTTP status, 0 for none
    INSTANT = "instant"  # datetime with the offset of the database's zone
    FLAG = "flag"  # bool
    COUNTRY = "country"  # an ISO 3166 code, or text in brackets


NUMBERS = frozenset(
    (
        *(Kind.COUNT, Kind.BYTES, Kind.DURATION, Kind.LATENCY),
        *(Kind.RATE, Kind.RATIO, Kind.CHANGE, Kind.STATUS),
    )
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a section.

    `rank` 0 is always shown; the highest ranks go first where there is no room.
    """

    name: str  # the key in JSON and CSV
    title: str  # the heading on a terminal; '' for a column that only programs get
    kind: Kind
    rank: int = 0
    of: str = ""  # in a comparison: the column whose value before, or whose change, this is


@dataclass(frozen=True, slots=True)
class Section:
    """A table. A value of None means that nothing divides or that it cannot be known."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    lead: str = ""  # the column drawn as a bar; rows are ordered by it unless asked otherwise
    besides: tuple[str, ...] = ()  # columns whose changes say as much as the lead's
    more: int = 0  # rows that the limit left out
    last: int = 0  # so many rows at the end stay there, whatever the order and the limit
    trends: tuple[tuple[int, ...], ...] = ()  # of each row: its lead in each slice of the timeline
    notes: tuple[str, ...] = ()
    common: tuple[str, ...] = ()  # notes that sections share: said once, of all of them
    order: str = (
        ""  # the one of the notes that tells the order: no longer so where one is asked for
    )
    partial: bool = False  # notes say what its rows may lack: none of them is not nothing
    heat: tuple[
        str, ...
    ] = ()  # the columns that are the rows and the columns of a heat map of lead
    single: bool = False  # one row, which programs get as an object instead of a list
    inner: tuple[Section, ...] = ()  # sections inside this one's object

    @property
    def speaks(self) -> bool:
        """Whether there is something to show: rows, or what its notes say that they may lack."""
        return bool(self.rows) or self.partial

    def dicts(self) -> list[dict[str, Value]]:
        """Return the rows, each as a mapping of column names."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Compared:
    """The range that a report is compared with, `[start, end)` in the database's zone."""

    to: str  # as asked: previous, week, year or a range
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """What one `report` found: `[start, end)` in the database's zone, and its sections."""

    database: str
    timezone: str
    start: datetime
    end: datetime
    unit: str  # of the timeline: hour, day, week or month
    sites: tuple[str, ...]  # whose numbers these are, the busiest first
    path: str | None  # the glob of a filter by path
    k: int  # pairs seen from fewer visitors are folded
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()  # about the whole report
    empty: str = ""  # why there is nothing to show, if so
    compared: Compared | None = None
    where: str | None = None  # the filter, as in country=DE
    earlier: date | None = None  # when data begin, where no range was asked for and it is later
