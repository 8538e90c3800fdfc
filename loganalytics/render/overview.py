# SPDX-License-Identifier: GPL-3.0-or-later
"""The summary: its numbers, and beside them, or below, the latest day against the one before."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from loganalytics.model_report import Kind, Section, Value
from loganalytics.render.cells import cell
from loganalytics.render.layout import GAP

_BESIDE = 76  # the width from which both tables stand side by side


def overview(section: Section, width: int) -> Table:
    """Return a grid of the numbers, and of the two latest days."""
    inner = {each.name: each for each in section.inner}
    numbers = _numbers(section)
    grid = Table.grid(padding=(0, GAP * 3, 0, 0))
    if "latest_days" not in inner:
        grid.add_row(numbers)
        return grid
    days = _days(inner["latest_days"], inner["change"])
    if width >= _BESIDE:
        grid.add_row(numbers, days)
    else:
        grid.add_row(numbers)
        grid.add_row("")
        grid.add_row(days)
    return grid


def _numbers(section: Section) -> Table:
    grid = Table(box=None, show_header=False, padding=(0, GAP, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right", style="bold")
    for column, value in zip(section.columns, section.rows[0], strict=True):
        if column.title:
            grid.add_row(Text(column.title), Text(cell(value, column.kind)))
    return grid


def _days(days: Section, change: Section) -> Table:
    latest, before = days.dicts()
    grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    grid.add_column("", no_wrap=True)
    for day in (latest, before):
        heading = str(day["label"] or day["day"])
        grid.add_column(Text(heading), justify="right", no_wrap=True)
    grid.add_column(Text("change"), justify="right", no_wrap=True)
    for column, value in zip(change.columns, change.rows[0], strict=True):
        counts = (Text(cell(day[column.name], Kind.COUNT)) for day in (latest, before))
        grid.add_row(
            Text(column.title), *counts, Text(cell(value, column.kind), style=_style(value))
        )
    return grid


def _style(change: Value) -> str:
    if not isinstance(change, float) or not change:
        return "dim"
    return "green" if change > 0 else "red"
