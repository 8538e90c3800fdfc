# SPDX-License-Identifier: GPL-3.0-or-later
"""A timeline for people: long empty stretches are said in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import groupby

from loganalytics.model_report import Section, Value

TIMELINES = ("timeline", "error_timeline")
_FOLD = 4  # so many empty slices at an edge are said in one line,
_FOLD_INSIDE = 7  # and so many inside it are one row

_Row = tuple[Value, ...]


def folded(section: Section) -> tuple[Section, list[str]]:
    """Return a timeline without long empty stretches, and a note of each left out at its edges."""
    starts = [row[0] for row in section.rows if isinstance(row[0], datetime)]
    if section.name not in TIMELINES or starts != sorted(starts):
        return section, []
    full = list(map(_is_full, section.rows))
    if not any(full):
        return section, []
    head, tail = full.index(True), full[::-1].index(True)
    head, tail = (count if count >= _FOLD else 0 for count in (head, tail))
    unit = section.title.rsplit(" ", 1)[-1]
    notes = []
    if head:
        notes.append(f"The {head:,} {unit}s before are empty.")
    if tail:
        notes.append(f"The {tail:,} {unit}s after are empty.")
    rows = section.rows[head : len(full) - tail]
    return replace(section, rows=_joined(section, rows, unit)), notes


def _is_full(row: _Row) -> bool:
    return any(isinstance(value, int) and value for value in row)


def _joined(section: Section, rows: tuple[_Row, ...], unit: str) -> tuple[_Row, ...]:
    """The rows, but each long empty stretch as one, which says of how many slices."""
    label = [column.name for column in section.columns].index("label")
    shown: list[_Row] = []
    for is_full, stretch in groupby(rows, key=_is_full):
        some = list(stretch)
        if is_full or len(some) < _FOLD_INSIDE:
            shown += some
        else:
            first = some[0]
            shown.append((*first[:label], f"… {len(some):,} {unit}s", *first[label + 1 :]))
    return tuple(shown)
