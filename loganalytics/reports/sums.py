# SPDX-License-Identifier: GPL-3.0-or-later
"""Temporary tables that several sections read, each summed once from millions of rows.

They are made of the sums that the database keeps, up to some ingest, and of the rows since.
"""

from __future__ import annotations

from typing import Any, ClassVar

from loganalytics.engine import Connection, Row


class Sums:
    """Makes such tables when they are first asked for.

    They are those of a connection of their own, so that the sums of another range, as a report that
    compares two has them, never get between two questions. It closes with the one it comes from.
    """

    mark: ClassVar[str]  # the table that says up to which ingest there are sums
    stand_ins: ClassVar[str]  # of `reports`: makes empty ones where the database has none yet

    def __init__(self, tables: frozenset[str]) -> None:
        """`tables`: those of the database, which may lack some if an earlier version made it."""
        self._tables = tables
        self._own: Connection | None = None
        self._summed = 0  # the ingest up to which there are sums
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
        """The connection that has the tables, and the sums or what stands in for them."""
        if self._own is None:
            own = connection.cursor()
            if self.mark not in self._tables:
                own.run(f"reports/{self.stand_ins}")
            (self._summed,) = own.run(f"reports/{self.mark}")[0]
            self._own = own
        return self._own
