# SPDX-License-Identifier: GPL-3.0-or-later
"""What people see of a table: no column that says of every row that nothing is known."""

from __future__ import annotations

from dataclasses import replace

from loganalytics.model_report import Mark, Section


def known(section: Section) -> Section:
    """Return a section without columns that are `n/a` in all rows, and without their changes.

    A section of one row is no table: beside a name alone `n/a` is an answer.
    """
    if section.single or not section.rows:
        return section
    unknown = {
        column.name
        for place, column in enumerate(section.columns)
        if all(row[place] is Mark.UNKNOWN for row in section.rows)
    }
    columns = tuple(
        replace(column, title="") if unknown & {column.name, column.of} else column
        for column in section.columns
    )
    return replace(section, columns=columns)
