# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary: its numbers, beside what they were in a comparison; and the two latest days."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from loganalytics.model_report import Kind, Section
from loganalytics.render.cells import cell
from loganalytics.render.heading import counted_until
from loganalytics.render.layout import GAP
from loganalytics.render.table import change_style

_BESIDE = 76  # the width from which both tables stand side by side
_COMPARED = 34  # so much more, where the numbers stand beside those before


def overview(section: Section, width: int) -> Table:
    """Return a grid of the numbers, and of the two latest days."""
    inner = {each.name: each for each in section.inner}
    numbers = _numbers(section)
    grid = Table.grid(padding=(0, GAP * 3, 0, 0))
    if "latest_days" not in inner:
        grid.add_row(numbers)
        return grid
    days = _days(inner["latest_days"], inner["change"])
    if width >= _BESIDE + (_COMPARED if _is_compared(section) else 0):
        grid.add_row(numbers, days)
    else:
        grid.add_row(numbers)
        grid.add_row("")
        grid.add_row(days)
    return grid


def _is_compared(section: Section) -> bool:
    return any(column.of for column in section.columns)


def _numbers(section: Section) -> Table:
    compared = _is_compared(section)
    grid = Table(
        box=None,
        show_header=compared,
        padding=(0, GAP, 0, 0),
        pad_edge=False,
        header_style="dim",
    )
    grid.add_column("", no_wrap=True)
    grid.add_column(Text("now"), no_wrap=True, justify="right", style="bold")
    if compared:
        grid.add_column(Text("before"), no_wrap=True, justify="right")
        grid.add_column(Text("change"), no_wrap=True, justify="right")
    values = dict(zip((column.name for column in section.columns), section.rows[0], strict=True))
    for column in section.columns:
        if not column.title or column.of:
            continue
        cells = [Text(column.title), Text(cell(values[column.name], column.kind))]
        for other in section.columns:
            if other.of == column.name:
                value, name = values[other.name], column.name
                style = change_style(value, name) if other.kind is Kind.CHANGE else ""
                cells.append(Text(cell(value, other.kind), style=style))
        grid.add_row(*cells)
    return grid


def _days(days: Section, change: Section) -> Table:
    latest, before = days.dicts()
    grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    grid.add_column(Text(counted_until(days) or "latest day"), no_wrap=True)
    for day in (latest, before):
        heading = str(day["label"] or day["day"])
        grid.add_column(Text(heading), justify="right", no_wrap=True)
    grid.add_column(Text("change"), justify="right", no_wrap=True)
    for column, value in zip(change.columns, change.rows[0], strict=True):
        counts = (Text(cell(day[column.name], Kind.COUNT)) for day in (latest, before))
        style = change_style(value, column.name)
        grid.add_row(Text(column.title), *counts, Text(cell(value, column.kind), style=style))
    return grid
