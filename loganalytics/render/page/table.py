# SPDX-License-Identifier: GPL-3.0-or-later
"""A section as a card with a table; behind the first rows a switch shows the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loganalytics.model_report import Column, Kind, Section, Value
from loganalytics.render.layout import beside
from loganalytics.render.page.glossary import heading
from loganalytics.render.page.markup import Markup, element
from loganalytics.render.page.values import NUMBERS, change_below, short, shown

FIRST = 10  # rows that are seen without a click
_WIDE = 5  # more columns than this need the whole width
Rows = tuple[tuple[Value, ...], ...]


def card(section: Section, most: int) -> Markup:
    """Return a section, at most `most` of its rows; of one that has none its notes."""
    name = f"{section.name}-h"
    title = element("h2", section.title, id=name)
    if not section.rows:
        said = notes(section, 0)
        return element(
            "section", title, *said, class_="card", id=section.name, aria_labelledby=name
        )
    rows = section.rows[:most]
    more = section.more + len(section.rows) - len(rows)
    caption = f"{section.title}, {len(rows):,} of {len(rows) + more:,} rows"
    switch = []
    if len(rows) > FIRST:
        box = element("input", type="checkbox", autocomplete="off")
        switch.append(element("label", box, f"Show all {len(rows):,} rows", class_="all"))
    return element(
        "section",
        title,
        scroll(table(section, rows, caption, first=FIRST)),
        *switch,
        *notes(section, more),
        class_="card wide" if len(_layout(section, rows).shown) > _WIDE else "card",
        id=section.name,
        aria_labelledby=name,
    )


def notes(section: Section, more: int) -> list[Markup]:
    """Return how many rows are not on the page, and what else must be said."""
    texts = [f"{more:,} more are not on this page."] if more else []
    return [element("p", text, class_="note") for text in (*texts, *section.notes)]


def scroll(inside: Markup) -> Markup:
    """Return something wide in a box that scrolls sideways where it has no room."""
    return element("div", inside, class_="scroll")


def table(section: Section, rows: Rows, caption: str, *, first: int) -> Markup:
    """Return rows of a section as a table; those after the `first` wait for a switch."""
    columns, layout = section.columns, _layout(section, rows)
    bars = _bars(section, rows)
    heads = []
    for index in layout.shown:
        small = _small(columns[n].title for n in layout.below(index))
        if index in layout.inside:
            small.append(element("small", heading(columns[layout.inside[index]])))
        name = "n" if columns[index].kind in NUMBERS else None
        heads.append(element("th", heading(columns[index]), *small, scope="col", class_=name))
    drawn = [
        element("tr", *(_cell(section, layout, row, n, bar) for n in layout.shown))
        for row, bar in zip(rows, bars, strict=True)
    ]
    bodies = [element("tbody", *drawn[:first])]
    if drawn[first:]:
        bodies.append(element("tbody", *drawn[first:], class_="rest"))
    return element(
        "table", element("caption", caption), element("thead", element("tr", *heads)), *bodies
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns, by index: those with a place of their own, and those in small print below.

    A site and a title belong to a path, a change to its number if what stood before is not shown.
    """

    shown: tuple[int, ...]
    small: tuple[int, ...]
    host: int  # the column that the small ones stand below
    inside: dict[int, int]  # columns of changes by those of their numbers

    def below(self, index: int) -> tuple[int, ...]:
        return self.small if index == self.host else ()


def _layout(section: Section, rows: Rows) -> _Layout:
    titled = [index for index, column in enumerate(section.columns) if column.title]
    paths = [index for index in titled if section.columns[index].kind is Kind.PATH]
    small = [index for index in titled if paths and _is_small(section.columns[index])]
    inside = beside(section.columns)
    return _Layout(
        shown=tuple(index for index in titled if index not in (*small, *inside.values())),
        small=tuple(index for index in small if any(row[index] for row in rows)),
        host=paths[0] if paths else titled[0],
        inside=inside,
    )


def _small(texts: Iterable[str]) -> list[Markup]:
    line = " · ".join(texts)
    return [element("small", line)] if line else []


def _is_small(column: Column) -> bool:
    return column.kind is Kind.TITLE or column.name == "site"


def _cell(
    section: Section, layout: _Layout, row: tuple[Value, ...], index: int, bar: str | None
) -> Markup:
    column = section.columns[index]
    below = (str(row[n]) for n in layout.below(index) if row[n])
    inside = [shown(row[index], column), *_small(map(short, below))]
    if index in layout.inside and row[place := layout.inside[index]] is not None:
        inside.append(change_below(row[place], column.name))
    if index == layout.shown[0]:
        return element("th", *inside, scope="row", class_=bar)
    return element("td", *inside, class_=None if column.kind in NUMBERS else "t")


def _bars(section: Section, rows: Rows) -> list[str | None]:
    """The class that draws a bar behind each row's name: its share of the longest, in per cent."""
    names = [column.name for column in section.columns]
    if section.lead not in names:
        return [None] * len(rows)
    lead = names.index(section.lead)
    counts = [_number(row[lead]) for row in rows]
    most = max(counts, default=0)
    return [f"b{max(1, round(count / most * 100))}" if count > 0 else None for count in counts]


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
