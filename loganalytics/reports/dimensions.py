# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of one dimension: channels, sources, campaigns, countries, browsers and so on.

With a filter by another field they come from the pair rows, which hold pageviews only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports.filtered import NEITHER, paired
from loganalytics.reports.filters import ALL, Filter, about
from loganalytics.reports.scope import Scope, over, remaining


@dataclass(frozen=True, slots=True)
class _Dimension:
    section: str
    name: str  # in the database, and the key of its column
    title: str  # of the column
    kind: Kind = Kind.TEXT
    of: str = ""  # the dimension that it is made of, if it is not kept itself

    @property
    def kept(self) -> str:
        """The dimension that the database keeps."""
        return self.of or self.name


_ALL = {
    each.section: each
    for each in (
        _Dimension("channels", "channel", "Channel"),
        _Dimension("sources", "source", "Source"),
        _Dimension("referrers", "referrer", "Referrer", Kind.PATH),
        _Dimension("campaigns", "utm_campaign", "Campaign"),
        _Dimension("utm_sources", "utm_source", "UTM source"),
        _Dimension("utm_mediums", "utm_medium", "UTM medium"),
        _Dimension("utm_terms", "utm_term", "UTM term"),
        _Dimension("utm_contents", "utm_content", "UTM content"),
        _Dimension("countries", "country", "Country", Kind.COUNTRY),
        _Dimension("languages", "language", "Language"),
        _Dimension("browser_families", "browser_family", "Browser", of="browser"),
        _Dimension("browsers", "browser", "Browser"),
        _Dimension("os", "os", "Operating system"),
        _Dimension("devices", "device", "Device"),
        _Dimension("screens", "screen", "Screen"),
        _Dimension("pixel", "pixel", "Ran the pixel"),
    )
}


def dimension_of(section: str) -> str | None:
    """The dimension that a section is about, as the database names it; None for none."""
    return "path" if section == "pages" else _ALL[section].kept if section in _ALL else None


def dimension(section: str, scope: Scope) -> Section:
    """Return the section of a dimension: by visits, under a filter of another by pageviews."""
    asked = _ALL[section]
    by = scope.filter
    if by is None or by.dimension == asked.kept:
        return _whole(asked, scope, by)
    return _filtered(asked, scope, by)


def _whole(asked: _Dimension, scope: Scope, by: Filter | None) -> Section:
    found = scope.of_daily(asked.name, **(by.values if by else ALL), limit=scope.most)
    return Section(
        name=asked.section,
        title=_title(asked),
        columns=(
            Column(asked.name, asked.title, asked.kind),
            Column("visits", "Visits", Kind.COUNT),
            Column("share", "Share", Kind.RATE, rank=1),
            scope.visitors,
            Column("pageviews", "Pageviews", Kind.COUNT, rank=3),
        ),
        rows=tuple(
            (value, visits, over(visits, total), visitors, views)
            for value, views, visits, visitors, _, total in found
        ),
        lead="visits",
        more=remaining(found, 4),
        notes=scope.day_notes,
    )


def _filtered(asked: _Dimension, scope: Scope, by: Filter) -> Section:
    found = paired(scope, by, asked.name, asked.title)
    return Section(
        name=asked.section,
        title=f"{_title(asked)} {about(by)}",
        columns=(
            Column(asked.name, asked.title, asked.kind),
            Column("pageviews", "Pageviews", Kind.COUNT),
            Column("share", "Share", Kind.RATE, rank=1),
            Column("visits", "Visits", Kind.COUNT, rank=2),
            replace(scope.visitors, rank=3),
        ),
        rows=tuple(
            (value, count, over(count, found.whole), *NEITHER) for _, value, count in found.rows
        ),
        lead="pageviews",
        more=found.more,
        last=found.last,
        notes=found.notes,
        common=found.common,
        partial=found.partial,
    )


def _title(asked: _Dimension) -> str:
    if asked.section == "os":
        return "Operating systems"
    if asked.section == "pixel":
        return "Visits whose browser ran the pixel"
    if asked.section.startswith("utm_"):
        return f"{asked.title}s"
    return asked.section.replace("_", " ").capitalize()
