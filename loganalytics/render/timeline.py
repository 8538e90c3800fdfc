# SPDX-License-Identifier: GPL-3.0-or-later
"""A timeline for people: what is empty at its edges is said in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from loganalytics.model_report import Section

TIMELINES = ("timeline", "error_timeline")
_FOLD = 4  # so many empty slices at an edge are said in one line


def folded(section: Section) -> tuple[Section, list[str]]:
    """Return a timeline without long empty stretches at its edges, and a note of each left out."""
    starts = [row[0] for row in section.rows if isinstance(row[0], datetime)]
    if section.name not in TIMELINES or starts != sorted(starts):
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
