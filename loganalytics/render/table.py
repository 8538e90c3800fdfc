# SPDX-License-Identifier: GPL-3.0-or-later
"""A section as a table, its leading column drawn as a bar where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.segment import Segment
from rich.table import Table

from loganalytics.model_report import Kind, Mark, Section, Value
from loganalytics.render.cells import LEFT, bar, cell, spark
from loganalytics.render.direction import is_better
from loganalytics.render.layout import GAP, Layout, ending, layout, middle
from loganalytics.render.timeline import TIMELINES

_DIM = {Kind.RATE, Kind.INSTANT, Kind.TITLE}
_BARS, _CURVES = "bars", "curves"
_BAR = 40
_KEPT = 12  # of a timeline, whose bars say most
_LONG_BAR = 80  # of a timeline, which has little else to show


def table(section: Section, width: int) -> tuple[Table, bool]:
    """Return the rows of a section under its headings, and whether all of its columns had room.

    No line is longer than `width`.
    """
    columns = section.columns
    texts = [
        [cell(value, column.kind) for value, column in zip(row, columns, strict=True)]
        for row in section.rows
    ]
    natural = [
        max(cell_len(text) for text in (column.title, *(row[index] for row in texts)))
        for index, column in enumerate(columns)
    ]
    over_time = section.name in TIMELINES
    fitted = layout(
        columns,
        natural,
        width,
        (_LONG_BAR if over_time else _BAR) if section.lead else 0,
        kept=_KEPT if over_time else 0,
        points=len(section.trends[0]) if section.trends else 0,
    )
    order = _order(section, fitted)
    drawings = _drawings(section, fitted)
    # One row, whose cells hold a column each: rich would measure, wrap and pad text by text.
    grid = Table(box=None, padding=0, pad_edge=False, header_style="dim")
    drawn: list[_Cells] = []
    for index in order:
        gap = 0 if index == order[-1] else GAP
        if isinstance(index, str):
            room = fitted.bar if index == _BARS else fitted.curve
            title = _axis(section, room) if index == _BARS and over_time else ""
            title = ending("Trend" if index == _CURVES else title, room)
            drawn.append(_Cells(drawings[index], room, gap))
            grid.add_column(_Cells([title], room, gap), width=room + gap, style="cyan")
            continue
        column, room = columns[index], fitted.widths[index]
        right = column.kind not in LEFT
        cut = middle if column.kind is Kind.PATH else ending
        change = column.kind is Kind.CHANGE
        styles = [change_style(row[index], column.name) for row in section.rows] if change else []
        shown = [cut(row[index], room) for row in texts]
        drawn.append(_Cells(shown, room, gap, right=right, styles=styles))
        grid.add_column(
            _Cells([ending(column.title, room)], room, gap, right=right),
            width=room + gap,
            style="bold" if column.name == section.lead else "dim" if column.kind in _DIM else "",
        )
    grid.add_row(*drawn)
    return grid, len(fitted.widths) == sum(bool(column.title) for column in columns)


def change_style(change: Value, name: str) -> str:
    """Return the colour of a change of the number of a name; what it means its sign says, too."""
    if change in (None, Mark.UNKNOWN) or (isinstance(change, int | float) and not round(change, 2)):
        return "dim"
    return {True: "green", False: "red", None: ""}[is_better(change, name)]


def _order(section: Section, fitted: Layout) -> list[int | str]:
    """Return the shown columns, by index; what is drawn stands behind the count and its share."""
    order: list[int | str] = list(fitted.widths)
    drawn = [name for name, width in ((_BARS, fitted.bar), (_CURVES, fitted.curve)) if width]
    if drawn:
        lead = next(n for n in fitted.widths if section.columns[n].name == section.lead)
        behind = (
            n
            for n in fitted.widths
            if n == lead
            or section.columns[n].of == section.lead
            or (n > lead and "share" in (section.columns[n].name, section.columns[n].of))
        )
        place = order.index(max(behind)) + 1
        order[place:place] = drawn
    return order


def _drawings(section: Section, fitted: Layout) -> dict[str, list[str]]:
    drawings = {}
    if fitted.bar:
        lead = [column.name for column in section.columns].index(section.lead)
        counts = [_number(row[lead]) for row in section.rows]
        most = max(counts, default=0)
        drawings[_BARS] = [bar(count, most, fitted.bar) for count in counts]
    if fitted.curve:
        drawings[_CURVES] = [spark(trend, fitted.curve) for trend in section.trends]
    return drawings


def _axis(section: Section, width: int) -> str:
    """Return from where to where bars of full length reach; '' where that has no room."""
    (lead,) = (n for n, column in enumerate(section.columns) if column.name == section.lead)
    most = max((row[lead] for row in section.rows), key=_number, default=0)
    end = cell(most, section.columns[lead].kind)
    line = "─" * (width - len(end) - 1)
    return f"0{line}{end}" if line and _number(most) else ""


def _number(value: Value) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


@dataclass(frozen=True, slots=True)
class _Cells:
    """Texts one below the other, cut already, that fill their column and the gap behind it.

    They are printed as they are: what a log holds is never read as markup.
    """

    texts: Sequence[str]
    width: int
    gap: int
    right: bool = False
    styles: Sequence[str] = ()  # of each text, if not that of the column

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        gap = " " * self.gap
        for text, style in zip_longest(self.texts, self.styles, fillvalue=""):
            fill = " " * (self.width - cell_len(text))
            filled = f"{fill}{text}{gap}" if self.right else f"{text}{fill}{gap}"
            yield Segment(filled, console.get_style(style) if style else None)
            yield Segment.line()

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(self.width + self.gap, self.width + self.gap)
