# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQL files by name, and what DuckDB's parser made of a text, which it need not do again.

A chunk of a log, a log of few lines, and a section of a report each run dozens of statements, of
which parsing takes a tenth.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from loganalytics.engine.library import duckdb

_MOST = 1000  # texts that stay parsed: there are some 400 files
_parsed: dict[str, list[duckdb.Statement]] = {}


@cache
def statement(name: str) -> str:
    """The text of `sql/NAME.sql`, for example `statement('store/schema')`."""
    return files("loganalytics").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def parsed(raw: duckdb.DuckDBPyConnection, text: str) -> list[duckdb.Statement]:
    """The statements of a text, one or more. Any connection may run them, again and again."""
    found = _parsed.get(text)
    if found is None:
        if len(_parsed) >= _MOST:
            _parsed.clear()
        found = _parsed[text] = raw.extract_statements(text)
    return found
