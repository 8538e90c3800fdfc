# SPDX-License-Identifier: GPL-3.0-or-later
"""The order that `--sort` asks for, and the limit where the database did not keep it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from loganalytics.errors import UsageError
from loganalytics.model_report import NUMBERS, Column, Mark, Section, Value

_NONE = (None, Mark.UNKNOWN)
_FURTHEST = {Mark.NEW: float("inf"), Mark.GONE: float("-inf")}


@dataclass(frozen=True, slots=True)
class Order:
    """By which column, the largest first unless `ascending`."""

    column: str
    ascending: bool = False


def ordered(section: Section, order: Order) -> Section:
    """Return a section with its rows in an order; rows without a value come last.

    Equal rows stay as they were, and so do the section's last rows, unless it is by what stood
    before. The column is shown wherever there is room for anything, of a comparison with the one
    that it is about. A heat map becomes a list. Raises `UsageError` where a section has no such
    column of numbers.
    """
    if section.single:
        return section
    names = [column.name for column in section.columns]
    choices = [column.name for column in section.columns if column.kind in NUMBERS]
    if order.column not in choices:
        raise UsageError(
            f"--sort: {section.name} has no column {order.column!r} to sort by; it has"
            f" {', '.join(choices) or 'none'}"
        )
    place = names.index(order.column)
    of = section.columns[place].of
    last = 0 if of else section.last
    end = len(section.rows) - last
    head, tail = section.rows[:end], section.rows[end:]
    known = [row for row in head if row[place] not in _NONE]
    unknown = [row for row in head if row[place] in _NONE]
    known.sort(key=lambda row: _size(row[place]), reverse=not order.ascending)
    columns = tuple(
        _shown(column) if column.name in (order.column, of) else column
        for column in section.columns
    )
    return replace(
        section,
        columns=columns,
        rows=(*known, *unknown, *tail),
        last=last,
        heat=(),
        notes=tuple(note for note in section.notes if note != section.order),
        order="",
    )


def limited(section: Section, limit: int) -> Section:
    """Return a section with at most `limit` rows (0: all), its last rows not counted."""
    end = len(section.rows) - section.last
    if not limit or end <= limit or section.single:
        return section
    rows: Sequence[tuple[Value, ...]] = (*section.rows[:limit], *section.rows[end:])
    return replace(section, rows=tuple(rows), more=section.more + end - limit)


def _size(value: Value) -> float:
    if isinstance(value, Mark):
        return _FURTHEST[value]
    return float(value) if isinstance(value, int | float) else 0.0


def _shown(column: Column) -> Column:
    title = column.title or column.name.replace("_", " ").capitalize()
    return replace(column, title=title, rank=0)
