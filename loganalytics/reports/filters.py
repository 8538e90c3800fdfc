# SPDX-License-Identifier: GPL-3.0-or-later
"""What `--where` and `--path` ask for: one condition on one field of a pageview."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from loganalytics.asked import like
from loganalytics.engine import Connection
from loganalytics.errors import UsageError
from loganalytics.reports import countries
from loganalytics.spelling import page_glob, refuse_no_path

# Fields as people name them, and as the database does.
FIELDS = {
    "path": "path",
    "source": "source",
    "channel": "channel",
    "campaign": "utm_campaign",
    "country": "country",
    "browser": "browser",
    "os": "os",
    "device": "device",
    "screen": "screen",
}
_FEW = 4  # codes that are named behind what they are called
# A visitor has one of each: address and agent say them.
_ONE_A_VISITOR = ("country", "browser", "os", "device")
# Parameters of a statement: all values.
ALL: dict[str, Any] = {"pattern": "%", "others": (), "but": False}
_ONE_ONLY = (
    "one filter at a time: rows that know three things about a pageview are not kept, since they"
    " would come down to single visitors; --site and the range go with any filter"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Pageviews whose `field` is like a glob of `*` and `?`, or is not.

    A glob of more than two letters asks for countries by their names; one of browsers for families,
    too, once `with_versions` knows which there are.
    """

    field: str  # of FIELDS
    glob: str
    negated: bool = False
    versions: tuple[str, ...] = ()  # of the browsers whose family is asked for

    @property
    def dimension(self) -> str:
        """The field as the database names it."""
        return FIELDS[self.field]

    @property
    def pattern(self) -> str:
        """The glob as a pattern for `like`, to be escaped by a backslash."""
        return like(page_glob(self.glob) if self.field == "path" else self.glob)

    @property
    def by_name(self) -> bool:
        """Whether countries are asked for by their names."""
        return self.field == "country" and countries.is_name(self.glob)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the countries that are asked for by their names."""
        return countries.codes(self.glob) if self.by_name else ()

    @property
    def values(self) -> dict[str, Any]:
        """Parameters of a statement: values like a pattern or one of others, or all `but` those."""
        others = self.codes or self.versions
        return {"pattern": self.pattern, "others": others, "but": self.negated}

    @property
    def several(self) -> bool:
        """Whether it may match more than one value."""
        return self.negated or not set(self.glob).isdisjoint("*?") or len(self.versions) > 1

    @property
    def everything(self) -> bool:
        """Whether all values are meant, or none, so that those that are lost need no telling."""
        return self.pattern.strip("%") == ""

    @property
    def one_a_visitor(self) -> bool:
        """Whether visitors of several values are never the same ones."""
        return self.field in _ONE_A_VISITOR

    def __str__(self) -> str:
        return f"{self.field}{'!=' if self.negated else '='}{self.glob}"


def understood(conditions: tuple[str, ...], path: str | None) -> Filter | None:
    """Return the filter that `--where CONDITION` or `--path GLOB` asks for, None without either.

    Raises `UsageError` for two, for a field that is none, and for what is no condition.
    """
    if len(conditions) + (path is not None) > 1:
        raise UsageError(_ONE_ONLY)
    if path is not None:
        refuse_no_path(path)
        return Filter("path", path)
    if not conditions:
        return None
    match = re.fullmatch(r"\s*([A-Za-z_]+)\s*(!?=)\s*(.*?)\s*", conditions[0], re.DOTALL)
    if match is None:
        raise UsageError(
            f"--where: {conditions[0]!r} is not FIELD=VALUE or FIELD!=VALUE, as in country=DE"
        )
    field, operator, glob = match.groups()
    if field.lower() not in FIELDS:
        raise UsageError(f"--where: there is no field {field!r}; there are {', '.join(FIELDS)}")
    if FIELDS[field.lower()] == "path":
        refuse_no_path(glob)
    return Filter(field.lower(), glob, negated=operator == "!=")


def with_versions(by: Filter | None, connection: Connection) -> Filter | None:
    """The filter, of browsers with all versions of the families that its glob is like."""
    if by is None or by.field != "browser":
        return by
    found = connection.run("reports/versions", pattern=by.pattern)
    return replace(by, versions=tuple(sorted(browser for (browser,) in found)))


def about(by: Filter) -> str:
    """What a section is about, to stand behind its name: the pageviews of a filter."""
    if by.field == "path":
        return "of readers of these pages" if by.several else "of readers of this page"
    codes = by.codes
    which = ", ".join(codes) if len(codes) <= _FEW else f"{len(codes)} countries"
    value = f"{by.glob} ({which})" if codes else by.glob
    if set(by.versions) - {by.glob}:
        value = f"{by.glob} (any version)"
    return f"where {by.field} is {'not ' if by.negated else ''}{value}"


def meant(by: Filter) -> tuple[str, ...]:
    """What a report must say of countries that are asked for by name: their codes, if any."""
    if not by.by_name:
        return ()
    if by.codes:
        return (f"Countries called {by.glob}: {', '.join(by.codes)}.",)
    alike = " or ".join(countries.alike(by.glob))
    return (f"No country is called {by.glob}.{f' Did you mean {alike}?' if alike else ''}",)
