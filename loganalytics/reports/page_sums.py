# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a range, summed once for all sections that show them: it is most of a report."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, Row
from loganalytics.zones import months


class PageSums:
    """Sums of pages in temporary tables, made when they are first asked for.

    They are those of a connection of their own, so that the sums of another range, as a report that
    compares two has them, never get between two questions. It closes with the one it comes from.
    """

    def __init__(self) -> None:
        self._own: Connection | None = None
        self._made = self._titled = False
        self._summed = 0

    def make(
        self,
        connection: Connection,
        *,
        start: datetime,
        end: datetime,
        zone: ZoneInfo,
        site: str | None,
        path: str,
        but: bool,
    ) -> None:
        """Sum the pages like `path`, or `but` those, in `[start, end)`, naive UTC, if not done."""
        if self._made:
            return
        own = self._opened(connection)
        first, after = whole_months(start, end, zone)
        own.run(
            "reports/page_sums",
            start=start,
            end=end,
            first_month=first,
            after_months=after,
            summed=self._summed,
            site=site,
            path=path,
            but=but,
        )
        self._made = True

    def ask(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the sums."""
        assert self._own is not None
        return self._own.run(f"reports/{name}", **more)

    def ask_titled(self, name: str, limit: int) -> list[Row]:
        """Run `reports/NAME` over the first `limit` pages, always so many, and their titles."""
        assert self._own is not None
        if not self._titled:
            self._own.run("reports/page_titles", limit=limit, summed=self._summed)
            self._titled = True
        return self._own.run(f"reports/{name}", limit=limit)

    def titles(self, connection: Connection, pages: list[tuple[str, str]]) -> list[Row]:
        """Site, path and latest title of those of the pages, of site and path, that have any."""
        sites, paths = [site for site, _ in pages], [path for _, path in pages]
        own = self._opened(connection)
        return own.run("reports/titles_of", sites=sites, paths=paths, summed=self._summed)

    def _opened(self, connection: Connection) -> Connection:
        if self._own is None:
            own = connection.cursor()
            if ("summed",) not in own.run("reports/tables"):
                own.run("reports/no_sums")
            (self._summed,) = own.run("reports/summed")[0]
            self._own = own
        return self._own


def whole_months(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The months of a zone that lie in `[start, end)`, as `[first, after)`; all naive UTC.

    Where none does, both are `end`.
    """
    begin = [each for each in months(start, end, zone) if each >= start]
    return (begin[0], begin[-1]) if begin else (end, end)
