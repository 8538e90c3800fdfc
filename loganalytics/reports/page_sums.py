# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of a range, summed once for all sections that show them: it is most of a report."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, Row
from loganalytics.reports.sums import Sums
from loganalytics.zones import months


class PageSums(Sums):
    """Makes `page_sums` and `page_titles`."""

    mark, stand_ins = "summed", "no_sums"

    def sum(
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
        first, after = whole_months(start, end, zone)
        self.opened(connection)
        self.make(
            connection,
            "page_sums",
            start=start,
            end=end,
            first_month=first,
            after_months=after,
            summed=self._summed,
            site=site,
            path=path,
            but=but,
        )

    def ask_titled(self, connection: Connection, name: str, limit: int) -> list[Row]:
        """Run `reports/NAME` over the first `limit` pages, always so many, and their titles."""
        self.make(connection, "page_titles", limit=limit, summed=self._summed)
        return self.ask(name, limit=limit)

    def titles(self, connection: Connection, pages: list[tuple[str, str]]) -> list[Row]:
        """Site, path and latest title of those of the pages, of site and path, that have any."""
        sites, paths = [site for site, _ in pages], [path for _, path in pages]
        own = self.opened(connection)
        return own.run("reports/titles_of", sites=sites, paths=paths, summed=self._summed)


def whole_months(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The months of a zone that lie in `[start, end)`, as `[first, after)`; all naive UTC.

    Where none does, both are `end`.
    """
    begin = [each for each in months(start, end, zone) if each >= start]
    return (begin[0], begin[-1]) if begin else (end, end)
