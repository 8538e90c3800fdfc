# SPDX-License-Identifier: GPL-3.0-or-later
"""A report for spreadsheets. One section is a table; several are one long table of their cells.

What a spreadsheet would run as a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import datetime

from loganalytics.model_report import Mark, Report, Value

_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # the last four of full width


def dumps(report: Report) -> str:
    """Return the sections as CSV with a heading line; each line ends in a newline."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if len(report.sections) == 1:
        section = report.sections[0]
        writer.writerow([column.name for column in section.columns])
        writer.writerows([cell(value) for value in row] for row in section.rows)
        return out.getvalue()
    writer.writerow(["section", "row", "column", "value"])
    for section in report.sections:
        for number, row in enumerate(section.rows, start=1):
            for column, value in zip(section.columns, row, strict=True):
                writer.writerow([section.name, number, column.name, cell(value)])
    return out.getvalue()


def cell(value: Value) -> Value:
    """Return a value as a cell that no spreadsheet runs: texts without control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mark):
        return value.number
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        text = value if value.isprintable() else "".join(map(_in_one_line, value))
        # Where a semicolon stands between the numbers of a list, spreadsheets cut at it, too.
        return ";".join(f"'{part}" if _acts(part) else part for part in text.split(";"))
    return value


def _acts(text: str) -> bool:
    """Whether a formula begins here, behind what cannot be seen."""
    seen = (each for each in text if unicodedata.category(each)[0] not in "ZC")
    return next(seen, "") in _FORMULA


def _in_one_line(character: str) -> str:
    return " " if unicodedata.category(character) == "Cc" else character
