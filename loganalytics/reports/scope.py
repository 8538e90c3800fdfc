# SPDX-License-Identifier: GPL-3.0-or-later
"""What a section is asked about: the connection, the range, the site, the path, the limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from loganalytics.asked import midnight
from loganalytics.engine import Connection, Row
from loganalytics.model_report import Column, Kind
from loganalytics.reports.day_sums import DaySums
from loganalytics.reports.filters import Filter
from loganalytics.reports.opening import Meta
from loganalytics.reports.page_sums import PageSums
from loganalytics.reports.periods import Period
from loganalytics.reports.sites import Sites
from loganalytics.reports.slices import Slice

_UNLIMITED = 2**62
EACH_PAGE = "Visits and visitors are counted for each page: one that saw two of them counts twice."


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything that the sections of one report have in common."""

    connection: Connection
    meta: Meta
    period: Period
    unit: str
    slices: tuple[Slice, ...]
    site: str | None  # None: all
    several_sites: bool
    filter: Filter | None
    limit: int  # of rows; 0: all
    now: datetime
    whose: Sites
    dimensions: frozenset[str]  # those that the sections are about
    _answers: dict[object, list[Row]] = field(default_factory=dict, init=False, repr=False)
    _pages: PageSums = field(init=False, repr=False)
    _sums: DaySums = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Each scope has sums of its own: so has each thread, and each range that is compared."""
        object.__setattr__(self, "_pages", PageSums(self.meta.tables))
        object.__setattr__(self, "_sums", DaySums(self.meta.tables))

    @property
    def by_path(self) -> bool:
        """Whether the report is about pages that are asked for by their path."""
        return self.filter is not None and self.filter.field == "path"

    @property
    def by_value(self) -> Filter | None:
        """The filter, if it is one by anything else."""
        return None if self.by_path else self.filter

    @property
    def paths(self) -> dict[str, Any]:
        """Parameters: a pattern of paths for `like`, to be escaped by a backslash, or all `but`."""
        if self.filter is None or not self.by_path:
            return {"path": "%", "but": False}
        return {"path": self.filter.pattern, "but": self.filter.negated}

    @property
    def several_pages(self) -> bool:
        """Whether the path may match more than one page."""
        return self.filter is not None and self.by_path and self.filter.several

    @property
    def visitors(self) -> Column:
        """The column of visitors: sums over days say what they are."""
        title = "Visitors (daily)" if self.period.days > 1 else "Visitors"
        return Column("visitors", title, Kind.COUNT, rank=1)

    @property
    def place(self) -> Column:
        """The column of the site, shown where several sites are mixed."""
        return Column("site", "Site" if self.several_sites else "", Kind.TEXT)

    @property
    def day_notes(self) -> tuple[str, ...]:
        """What a section that is kept by day must say about a range that cuts days."""
        return (f"Kept by day: {self.touched_days}.",) if self.period.cuts_days else ()

    @property
    def touched_days(self) -> str:
        """The days that the range touches, in words."""
        first, after = self.period.first_day, self.period.after_day
        last = after.fromordinal(after.toordinal() - 1)
        return f"the whole day {first}" if first == last else f"the whole days {first} to {last}"

    def by_bucket(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the buckets of the range."""
        start, end = naive(self.period.start), naive(self.period.end)
        return self._once(name, start=start, end=end, site=self.site, **more)

    def by_day(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the days that the range touches."""
        return self._once(name, **self._days, **more)

    def kept_by_day(self, table: str, name: str, **more: Any) -> list[Row]:
        """As `by_day`; no rows where the database is of a version that did not keep the table."""
        return self.by_day(name, **more) if table in self.meta.tables else []

    def by_months(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the table of that name and its sums of whole months.

        Over the days that the range touches; no rows where the database did not keep the table.
        """
        if name not in self.meta.tables:
            return []
        return self._answered(name, self._sums.of_days, **self._days, **more)

    def of_traffic(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over all hits of the range, with the sums of whole days."""
        start, end = self.period.start, self.period.end
        return self._of_traffic(name, not self.period.cuts_days, start, end, **more)

    def of_traffic_of_days(self, name: str, **more: Any) -> list[Row]:
        """The same over all hits of the days that the range touches."""
        return self._of_traffic(name, True, *self._whole_days, **more)

    def by_whole_days(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the buckets of the days that the range touches."""
        start, end = map(naive, self._whole_days)
        return self._once(name, start=start, end=end, site=self.site, **more)

    def of_daily(self, dimension: str, **more: Any) -> list[Row]:
        """The values of a dimension, with parameters of `reports/daily`.

        It is one of `dimensions`, or made of one; with a filter by value that of the filter.
        """
        of = [self.by_value.dimension] if self.by_value else sorted(self.dimensions)
        asked = ("daily", *more.items())
        if (*asked, dimension) not in self._answers:
            self._sums.make(self.connection, "daily_sums", of=of, **self._days)
            self._answers.update({(*asked, each): [] for each in (*of, dimension)})
            for each, *row in self._sums.ask("daily", **more):
                self._answers.setdefault((*asked, each), []).append(tuple(row))
        return self._answers[*asked, dimension]

    def of_bot_pages(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the sums of what bots fetched; no rows where none was kept."""
        if "bot_pages" not in self.meta.tables:
            return []
        self._sums.make_of_days(self.connection, "bot_page_sums", **self._days)
        return self._sums.ask(name, **more)

    def of_pairs(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the sums of the pairs of the filter's field and `dimensions`."""
        by = self.filter
        assert by is not None
        self._sums.make(
            self.connection,
            "pair_sums",
            of=sorted(self.dimensions),
            by=by.dimension,
            **by.values,
            exactly=by.field == "path",
            **self._days,
        )
        return self._sums.ask(name, **more)

    def of_pages(self, name: str, **more: Any) -> list[Row]:
        """Run `reports/NAME` over the sums of the range's pages."""
        return self._summed.ask(name, **more)

    @property
    def views_of_days(self) -> int:
        """Pageviews of the path over the days that the range touches."""
        if self.period.cuts_days:
            found = self.by_whole_days("pageviews", **self.paths)
            return int(found[0][0])
        return int(self.of_pages("summary_pages")[0][1])

    def titled_pages(self, name: str) -> list[Row]:
        """Run `reports/NAME` over the range's pages within the limit, and their titles."""
        return self._summed.ask_titled(self.connection, name, self.most)

    def titles(self, pages: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The latest titles of pages, each a site and a path."""
        found = self._pages.titles(self.connection, pages)
        return {(site, path): title for site, path, title in found}

    def by_days(self, name: str, slices: tuple[Slice, ...], **more: Any) -> list[Row]:
        """Run `reports/NAME` over the days that slices of time, none of them hours, begin with."""
        zone = self.meta.zone
        last = slices[-1].end.astimezone(zone)
        after = last.date() if last == midnight(last.date(), zone) else last.date() + timedelta(1)
        days = [each.start.astimezone(zone).date() for each in slices]
        return self.connection.run(
            f"reports/{name}", days=days, after=after, site=self.site, **more
        )

    def traffic_sliced(self, name: str, slices: tuple[Slice, ...]) -> list[Row]:
        """Run `reports/NAME` over all hits of slices of time, with the sums of whole days."""
        borders = {each.start for each in slices} | {slices[-1].end}
        return self._sums.of_traffic(
            self.connection,
            name,
            whole_days=all(map(self._is_midnight, borders)),
            starts=[naive(each.start) for each in slices],
            end=naive(slices[-1].end),
            site=self.site,
        )

    def sliced(self, name: str, slices: tuple[Slice, ...], **more: Any) -> list[Row]:
        """Run `reports/NAME` over slices of time."""
        return self.connection.run(
            f"reports/{name}",
            starts=[naive(each.start) for each in slices],
            end=naive(slices[-1].end),
            site=self.site,
            **more,
        )

    def _of_traffic(
        self, name: str, whole_days: bool, start: datetime, end: datetime, **more: Any
    ) -> list[Row]:
        return self._answered(
            name,
            self._sums.of_traffic,
            whole_days=whole_days,
            start=naive(start),
            end=naive(end),
            site=self.site,
            **more,
        )

    def _once(self, name: str, **parameters: Any) -> list[Row]:
        """Run `reports/NAME`; what several sections ask for is asked for once."""
        return self._answered(name, _asked, **parameters)

    def _answered(self, name: str, ask: Callable[..., list[Row]], **parameters: Any) -> list[Row]:
        asked = (name, *parameters.items())
        if asked not in self._answers:
            self._answers[asked] = ask(self.connection, name, **parameters)
        return self._answers[asked]

    def _is_midnight(self, instant: datetime) -> bool:
        day = instant.astimezone(self.meta.zone).date()
        return instant == midnight(day, self.meta.zone)

    @property
    def _whole_days(self) -> tuple[datetime, datetime]:
        """When the days that the range touches begin and end."""
        zone = self.meta.zone
        return midnight(self.period.first_day, zone), midnight(self.period.after_day, zone)

    @property
    def _days(self) -> dict[str, Any]:
        """Parameters: the days that the range touches, of the site."""
        first, after = self.period.first_day, self.period.after_day
        return {"first": first, "after": after, "site": self.site}

    @property
    def _summed(self) -> PageSums:
        start, end = naive(self.period.start), naive(self.period.end)
        self._pages.sum(
            self.connection,
            start=start,
            end=end,
            zone=self.meta.zone,
            site=self.site,
            **self.paths,
        )
        return self._pages

    @property
    def most(self) -> int:
        """The limit as a number for `limit`."""
        return self.limit or _UNLIMITED

    def local(self, instant: datetime) -> datetime:
        """Return an instant, aware or naive UTC as the database has it, with the zone's offset."""
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return aware.astimezone(self.meta.zone)


def _asked(connection: Connection, name: str, **parameters: Any) -> list[Row]:
    return connection.run(f"reports/{name}", **parameters)


def naive(instant: datetime) -> datetime:
    """Return an aware UTC instant as the database keeps it."""
    return instant.replace(tzinfo=None)


def over(part: int, whole: int) -> float | None:
    """Return a rate, or None where nothing divides."""
    return part / whole if whole > 0 else None


def remaining(rows: list[Row], found: int) -> int:
    """How many rows a limit left out; `found` is the index of the column that counts all."""
    return rows[0][found] - len(rows) if rows else 0
