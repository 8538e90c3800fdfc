# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept by day or bucket, and summed by whole months or days to make long reports quick.

Most hits of a long range lie in whole months, or days, that are summed up to some ingest. What lies
in others, and what came later, is added row by row.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from loganalytics.engine import Connection, Row
from loganalytics.reports.sums import Sums


class DaySums(Sums):
    """Asks the sums by day and month; empty ones where the database has none yet."""

    mark, stand_ins = "summed_days", "no_day_sums"

    def of_days(
        self, connection: Connection, name: str, *, first: date, after: date, **more: Any
    ) -> list[Row]:
        """Run `reports/NAME` over the days `[first, after)`."""
        own = self.opened(connection)
        return own.run(f"reports/{name}", **self._days(first, after), **more)

    def make_of_days(
        self, connection: Connection, table: str, *, first: date, after: date, **more: Any
    ) -> None:
        """Run `reports/TABLE` over the days `[first, after)`, which makes it, if not done."""
        self.opened(connection)
        self.make(connection, table, **self._days(first, after), **more)

    def of_traffic(
        self, connection: Connection, name: str, *, whole_days: bool, **more: Any
    ) -> list[Row]:
        """Run `reports/NAME` over all hits; `whole_days`: of a range or slices that cut no day."""
        own = self.opened(connection)
        summed = self._summed if whole_days else 0
        return own.run(f"reports/{name}", whole_days=whole_days, summed=summed, **more)

    def _days(self, first: date, after: date) -> dict[str, Any]:
        months = whole_months_of(first, after)
        return {
            "first": first,
            "after": after,
            "first_month": months[0],
            "after_months": months[1],
            "summed": self._summed,
        }


def whole_months_of(first: date, after: date) -> tuple[date, date]:
    """The months that lie in days, both as `[first, after)`; twice `after` if none does."""
    begin = first if first.day == 1 else (first.replace(day=1) + timedelta(31)).replace(day=1)
    end = after.replace(day=1)
    return (begin, end) if begin < end else (after, after)
