# SPDX-License-Identifier: GPL-3.0-or-later
"""A section as a table, its leading column drawn as a bar where there is room."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from loganalytics.model_report import Column, Kind, Section, Value
from loganalytics.render.cells import bar, cell
from loganalytics.render.layout import GAP, Layout, ending, layout, middle

_LEFT = {Kind.TEXT, Kind.TITLE, Kind.PATH, Kind.STATUS, Kind.INSTANT, Kind.FLAG}
_DIM = {Kind.RATE, Kind.INSTANT, Kind.TITLE}
_BAR = 40
_LONG_BAR = 80  # of a timeline, which has little else to show
_FOLD = 4  # so many empty slices at an edge of a timeline are said in one line


def folded(section: Section) -> tuple[Section, list[str]]:
    """Return a timeline without long empty stretches at its edges, and a note of each left out."""
    if section.name != "timeline":
        return section, []
    full = [any(isinstance(value, int) and value for value in row) for row in section.rows]
    if not any(full):
        return section, []
    head, tail = full.index(True), full[::-1].index(True)
    head, tail = (count if count >= _FOLD else 0 for count in (head, tail))
    rows = section.rows[head : len(full) - tail]
    unit = section.title.rsplit(" ", 1)[-1]
    notes = []
    if head:
        notes.append(f"The {head:,} {unit}s before are empty.")
    if tail:
        notes.append(f"The {tail:,} {unit}s after are empty.")
    return replace(section, rows=rows), notes


def table(section: Section, width: int) -> Table:
    """Return the rows of a section under its headings, no line longer than `width`."""
    columns = section.columns
    texts = [
        [cell(value, column.kind) for value, column in zip(row, columns, strict=True)]
        for row in section.rows
    ]
    natural = [
        max(cell_len(text) for text in (column.title, *(row[index] for row in texts)))
        for index, column in enumerate(columns)
    ]
    drawn = section.lead != ""
    longest = _LONG_BAR if section.name == "timeline" else _BAR
    fitted = layout(columns, natural, width, longest if drawn else 0)
    order = _order(section, fitted)
    grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    for index in order:
        if index is None:
            grid.add_column("", width=fitted.bar, no_wrap=True, style="cyan")
            continue
        column = columns[index]
        grid.add_column(
            Text(ending(column.title, fitted.widths[index])),
            justify="left" if column.kind in _LEFT else "right",
            width=fitted.widths[index],
            no_wrap=True,
            style="bold" if column.name == section.lead else "dim" if column.kind in _DIM else "",
        )
    bars = _bars(section, fitted.bar)
    for position, row in enumerate(texts):
        grid.add_row(
            *(
                Text(bars[position])
                if index is None
                else _cut(row[index], columns[index], fitted.widths[index])
                for index in order
            )
        )
    return grid


def _order(section: Section, fitted: Layout) -> list[int | None]:
    """Return the shown columns, by index; None is the bar, behind the count and its share."""
    order: list[int | None] = list(fitted.widths)
    if fitted.bar:
        names = [section.columns[index].name for index in fitted.widths]
        place = names.index(section.lead) + 1
        order.insert(place + (names[place : place + 1] == ["share"]), None)
    return order


def _bars(section: Section, width: int) -> list[str]:
    if not width:
        return []
    lead = [column.name for column in section.columns].index(section.lead)
    counts = [_number(row[lead]) for row in section.rows]
    return [bar(count, max(counts), width) for count in counts]


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _cut(text: str, column: Column, width: int) -> Text:
    # A Text is printed as it is: what a log holds is never read as markup.
    return Text(middle(text, width) if column.kind is Kind.PATH else ending(text, width))
