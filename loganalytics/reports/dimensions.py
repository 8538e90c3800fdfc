# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of one dimension: channels, sources, campaigns, countries, browsers and so on.

With a path they come from the pair rows, which hold pageviews only and are folded to k. What was
folded away from the path is the last row, so that the rows add up to the path's pageviews.
"""

from __future__ import annotations

from dataclasses import dataclass

from loganalytics.model_report import Column, Kind, Section
from loganalytics.reports.scope import Scope, over, remaining


@dataclass(frozen=True, slots=True)
class _Dimension:
    section: str
    name: str  # in the database, and the key of its column
    title: str  # of the column
    kind: Kind = Kind.TEXT


_OTHER, _FOLDED = "(other)", "(folded)"
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
        _Dimension("browsers", "browser", "Browser"),
        _Dimension("os", "os", "Operating system"),
        _Dimension("devices", "device", "Device"),
        _Dimension("screens", "screen", "Screen"),
        _Dimension("pixel", "pixel", "Ran the pixel"),
    )
}


def dimension(section: str, scope: Scope) -> Section:
    """Return the section of a dimension, by visits, or by the pageviews of a path."""
    asked = _ALL[section]
    return _whole(asked, scope) if scope.path is None else _of_path(asked, scope)


def _whole(asked: _Dimension, scope: Scope) -> Section:
    found = scope.by_day("daily", dimension=asked.name, limit=scope.most)
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


def _of_path(asked: _Dimension, scope: Scope) -> Section:
    found = scope.by_day("pairs", by=asked.name, path=scope.pattern, limit=scope.most)
    views = scope.views_of_days
    paired = found[0][3] if found else 0
    # A view whose request and pixel came by two ingests is one in `pages`, but two in the pairs.
    whole = max(views, paired)
    rows = [(value, count) for value, count, *_ in found]
    if whole > paired:
        rows.append((_FOLDED, whole - paired))
    values = {value for value, _ in rows}
    halves = ((_OTHER, asked.title.lower()), (_FOLDED, "page"))
    lost = " and ".join(f"{value} lost the {half}" for value, half in halves if value in values)
    notes = scope.day_notes
    if lost and scope.meta.k > 1:
        few = f"Pairs of fewer than k = {scope.meta.k} visitors on a day"
        notes += (f"{few} lose their rarer half: {lost}.",)
    readers = "readers of these pages" if scope.several_pages else "readers of this page"
    return Section(
        name=asked.section,
        title=f"{_title(asked)} of {readers}",
        columns=(
            Column(asked.name, asked.title, asked.kind),
            Column("pageviews", "Pageviews", Kind.COUNT),
            Column("share", "Share", Kind.RATE, rank=1),
        ),
        rows=tuple((value, count, over(count, whole)) for value, count in rows),
        lead="pageviews",
        more=remaining(found, 2),
        last=int(whole > paired),
        notes=notes,
    )


def _title(asked: _Dimension) -> str:
    if asked.section == "os":
        return "Operating systems"
    if asked.section == "pixel":
        return "Visits whose browser ran the pixel"
    if asked.section.startswith("utm_"):
        return f"{asked.title}s"
    return asked.section.capitalize()
