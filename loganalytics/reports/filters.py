# SPDX-License-Identifier: GPL-3.0-or-later
"""What `--where` and `--path` ask for: one condition on one field of a pageview."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loganalytics.asked import like
from loganalytics.errors import UsageError

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
# A visitor has one of each: address and agent say them.
_ONE_A_VISITOR = ("country", "browser", "os", "device")
_ONE_ONLY = (
    "one filter at a time: rows that know three things about a pageview are not kept, since they"
    " would come down to single visitors; --site and the range go with any filter"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Pageviews whose `field` is like a glob of `*` and `?`, or is not."""

    field: str  # of FIELDS
    glob: str
    negated: bool = False

    @property
    def dimension(self) -> str:
        """The field as the database names it."""
        return FIELDS[self.field]

    @property
    def pattern(self) -> str:
        """The glob as a pattern for `like`, to be escaped by a backslash."""
        return like(self.glob)

    @property
    def several(self) -> bool:
        """Whether it may match more than one value."""
        return self.negated or not set(self.glob).isdisjoint("*?")

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
    return Filter(field.lower(), glob, negated=operator == "!=")


def about(by: Filter) -> str:
    """What a section is about, to stand behind its name: the pageviews of a filter."""
    if by.field == "path":
        return "of readers of these pages" if by.several else "of readers of this page"
    return f"where {by.field} is {'not ' if by.negated else ''}{by.glob}"
