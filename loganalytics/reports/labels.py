# SPDX-License-Identifier: GPL-3.0-or-later
"""What is behind the headings of tables: those that reports print are asked of reports."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from loganalytics import engine
from loganalytics.model import SCHEMA_VERSION
from loganalytics.model_report import UNITS, Column
from loganalytics.reports.build import Request, build

# Visitors of several days are called daily.
_of_two_days = partial(Request, start="2026-10-01", end="2026-10-02")
# Between them they have every section, by all that changes its columns.
_REPORTS = (
    _of_two_days(explain=True, compare="previous"),
    _of_two_days(path="*"),
    _of_two_days(where=("source=*",)),
    *(_of_two_days(("timeline",), by=unit) for unit in UNITS),
)


def keys_of(label: str) -> tuple[str, ...]:
    """The keys of the columns with a heading, whatever the case of its letters; none if none has.

    The first time takes a second: reports of a database without data are made.
    """
    return _keys_by_label().get(label.casefold(), ())


@cache
def _keys_by_label() -> dict[str, tuple[str, ...]]:
    with engine.memory(memory_limit="64MiB") as memory:
        memory.run("store/schema")
        memory.run("store/views")
        memory.run("reports/no_data", version=SCHEMA_VERSION)
        now = datetime(2026, 10, 3, tzinfo=UTC)
        reports = [build(memory, Path(), request, now) for request in _REPORTS]
    found: dict[str, dict[str, None]] = {}
    for column in (c for report in reports for each in report.sections for c in each.columns):
        if column.title:
            found.setdefault(column.title.casefold(), {})[_key(column)] = None
    return {label: tuple(keys) for label, keys in found.items()}


def _key(column: Column) -> str:
    """The key; of a comparison what all columns of its kind have in common."""
    return column.name.rpartition("_")[2] if column.of else column.name
