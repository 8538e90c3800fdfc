# SPDX-License-Identifier: GPL-3.0-or-later
"""Temporary tables that several sections read, each summed once from millions of rows."""

from __future__ import annotations

from typing import Any

from loganalytics.engine import Connection, Row


class Sums:
    """Makes such tables when they are first asked for.

    They are those of a connection of their own, so that the sums of another range, as a report that
    compares two has them, never get between two questions. It closes with the one it comes from.
    """

    def __init__(self, tables: frozenset[str]) -> None:
        """`tables`: those of the database, which may lack some if an earlier version made it."""
        self._tables = tables
        self._own: Connection | None = None
        self._made: set[str] = set()

    def make(self, connection: Connection, table: str, **parameters: Any) -> None:
        """Run `reports/TABLE`, which makes a table of that name, if not done."""
        if table not in self._made:
            self.opened(connection).run(f"reports/{table}", **parameters)
            self._made.add(table)

    def ask(self, name: str, **parameters: Any) -> list[Row]:
        """Run `reports/NAME` over tables that were made."""
        assert self._own is not None
        return self._own.run(f"reports/{name}", **parameters)

    def opened(self, connection: Connection) -> Connection:
        """The connection that has the tables."""
        if self._own is None:
            self._own = connection.cursor()
        return self._own
