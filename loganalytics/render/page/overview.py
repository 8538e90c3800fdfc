# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary as tiles, with the latest day against the one before, and the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loganalytics.model_report import Column, Kind, Section, Value
from loganalytics.render.heading import counted_until
from loganalytics.render.page.chart import chart, joined
from loganalytics.render.page.glossary import heading
from loganalytics.render.page.markup import Markup, element
from loganalytics.render.page.table import notes, scroll, table
from loganalytics.render.page.values import change, shown

MOST_SLICES = 400  # in the table behind the chart


def tiles(section: Section) -> Markup:
    """Return a section of one row as tiles, a change beside the number before it."""
    latest = _Latest.of(section)
    before = {column.name: (column, value) for column, value in _cells(section)}
    drawn: list[list[Markup]] = []
    for column, value in _cells(section):
        if not column.title:
            continue
        if column.kind is Kind.CHANGE and drawn:
            said = [change(value, column.name)]
            was = before.get(f"{column.name.removesuffix('_change')}_before")
            if was:
                said.append(element("small", " from ", shown(was[1], was[0])))
            drawn[-1].append(element("dd", *said, class_="change"))
            continue
        drawn.append([element("dt", heading(column)), element("dd", shown(value, column))])
        if latest:
            drawn[-1] += latest.below(column)
    return element(
        "section",
        element("h2", section.title, id=f"{section.name}-h"),
        element("dl", *(element("div", *tile) for tile in drawn), class_="tiles"),
        *([latest.table()] if latest else []),
        *notes(section, 0),
        id=section.name,
        aria_labelledby=f"{section.name}-h",
    )


def _cells(section: Section) -> Iterator[tuple[Column, Value]]:
    return zip(section.columns, section.rows[0], strict=True)


class _Latest:
    """The sections inside a summary: its two latest days, and how much they differ."""

    def __init__(self, days: Section, changes: Section) -> None:
        self._latest, self._before = days.dicts()
        self._until = counted_until(days)
        self._changes = [
            (replace(column, kind=Kind.COUNT), value)
            for column, value in zip(changes.columns, changes.rows[0], strict=True)
        ]

    @classmethod
    def of(cls, section: Section) -> _Latest | None:
        inner = {each.name: each for each in section.inner}
        if not inner.keys() >= {"latest_days", "change"}:
            return None
        return cls(inner["latest_days"], inner["change"])

    def below(self, column: Column) -> Iterator[Markup]:
        """What the tile of a count says of the latest day."""
        for count, value in self._changes:
            if count.name == column.name:
                label = str(self._latest["label"] or "latest day")
                number = shown(self._latest[count.name], count)
                said = element("small", label, " ", number)
                yield element("dd", said, " ", change(value, count.name), class_="change")

    def table(self) -> Markup:
        heads = [_heading(day) for day in (self._latest, self._before)]
        rows = [
            _row(
                heading(count),
                shown(self._latest[count.name], count),
                shown(self._before[count.name], count),
                change(value, count.name),
            )
            for count, value in self._changes
        ]
        until, each = (f", {word}{self._until}" if self._until else "" for word in ("", "each "))
        words = ["Count", *heads, heading(Column("change", "Change", Kind.CHANGE))]
        top = [
            element("th", word, scope="col", class_="n" if number else None)
            for number, word in enumerate(words)
        ]
        body = element(
            "table",
            element("caption", f"{heads[0]} against {heads[1]}{each}"),
            element("thead", element("tr", *top)),
            element("tbody", *rows),
        )
        return element(
            "details",
            element("summary", f"The latest day against the day before{until}"),
            element("div", scroll(body), class_="card"),
        )


def _heading(day: dict[str, Value]) -> str:
    return f"{day['label']}, {day['day']}" if day["label"] else str(day["day"])


def _row(name: Markup, *cells: Markup) -> Markup:
    return element("tr", element("th", name, scope="row"), *(element("td", cell) for cell in cells))


def timeline(section: Section, unit: str) -> Markup:
    """Return the chart of a timeline and, folded behind it, its table."""
    rows = section.rows[-MOST_SLICES:]
    left = len(section.rows) - len(rows)
    said = [f"The {left:,} {unit}s before are not in this table."] if left else []
    bar = joined(len(section.rows), unit)
    size = [element("span", f"Each bar is {bar:,} {unit}s.")] if bar > 1 else []
    return element(
        "section",
        element("h2", section.title, id="timeline-h"),
        _legend(section.columns, size),
        chart(section, unit),
        element(
            "details",
            element("summary", f"Table of {len(rows):,} {unit}{'s' if len(rows) > 1 else ''}"),
            scroll(table(section, rows, section.title, first=len(rows))),
            *(element("p", text, class_="note") for text in said),
        ),
        *notes(section, 0),
        class_="card wide",
        id="timeline",
        aria_labelledby="timeline-h",
    )


def _legend(columns: Sequence[Column], more: Sequence[Markup]) -> Markup:
    keys = [column for column in columns if column.name in ("pageviews", "visits")]
    return element(
        "p",
        *(element("span", heading(key), class_=f"key {key.name[0]}") for key in keys),
        *more,
        class_="legend",
    )
