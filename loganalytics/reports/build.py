# SPDX-License-Identifier: GPL-3.0-or-later
"""A request and an open database, made into a `Report`."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from loganalytics.asked import site_named
from loganalytics.engine import Connection
from loganalytics.errors import UsageError
from loganalytics.model_report import FOLDED, Compared, Report, Section
from loganalytics.reports.against import Earlier, against, earlier
from loganalytics.reports.beside import beside
from loganalytics.reports.choice import chosen, left_out
from loganalytics.reports.comparison import Comparison, compared, notes
from loganalytics.reports.crawlers import ai_crawlers, ai_pages, bots
from loganalytics.reports.dimensions import dimension, dimension_of
from loganalytics.reports.emptiness import emptiness
from loganalytics.reports.events import events
from loganalytics.reports.failures import broken_links, error_timeline, errors
from loganalytics.reports.filters import Filter, meant, understood, with_versions
from loganalytics.reports.forgotten import of_forgotten
from loganalytics.reports.hosts import hosts
from loganalytics.reports.hours import hours
from loganalytics.reports.jobs import jobs, next_of
from loganalytics.reports.ledger import ingests, outcomes
from loganalytics.reports.opening import read_meta
from loganalytics.reports.ordering import Order, limited, ordered
from loganalytics.reports.pages import entry, exits, pages
from loganalytics.reports.periods import Period, local, resolve
from loganalytics.reports.recent import recent
from loganalytics.reports.response_times import response_times
from loganalytics.reports.scope import Scope
from loganalytics.reports.server import bandwidth, downloads, status
from loganalytics.reports.sites import sites, within
from loganalytics.reports.slices import cut, fitting
from loganalytics.reports.summary import summary
from loganalytics.reports.timeline import timeline
from loganalytics.reports.trends import with_trends

_OWN = {
    "summary": summary,
    "timeline": timeline,
    "hosts": hosts,
    "pages": pages,
    "entry": entry,
    "exit": exits,
    "hours": hours,
    "events": events,
    "downloads": downloads,
    "bandwidth": bandwidth,
    "response_times": response_times,
    "errors": errors,
    "broken_links": broken_links,
    "error_timeline": error_timeline,
    "status": status,
    "bots": bots,
    "ai_crawlers": ai_crawlers,
    "ai_pages": ai_pages,
    "recent": recent,
    "outcomes": outcomes,
    "ingests": ingests,
}
_WHOLE = ("timeline", "error_timeline", "hours", "outcomes")  # a limit would leave holes in them
# The tables of sections that a database of an earlier version lacks.
_TABLES = {
    "events": "events",
    "bandwidth": "bandwidth",
    "response_times": "response_times",
    "errors": "errors",
    "broken_links": "errors",
    "ai_pages": "bot_pages",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for, as typed."""

    sections: tuple[str, ...] = ()  # none: all that can be known
    start: str | None = None
    end: str | None = None
    by: str | None = None
    site: str | None = None
    path: str | None = None
    where: tuple[str, ...] = ()  # FIELD=VALUE or FIELD!=VALUE, of which there can be one
    limit: int = 0  # 0: all rows
    compare: str | None = None  # previous, week, year or a range
    order: Order | None = None  # None: each section's own
    trends: bool = False  # whether pages carry their pageviews over time
    explain: bool = False  # also EXPLAINING
    brief: bool = False  # unless they are named, none of the sections that say but one thing


def build(connection: Connection, path: Path, request: Request, now: datetime) -> Report:
    """Answer a request; `path` is the database's, `now` an aware instant for today and yesterday.

    Sections come in the order of `SECTIONS`. Raises `UsageError` and `DatabaseError`.
    """
    by = understood(request.where, request.path)
    option = "--where" if request.where else "--path"
    names = chosen(request.sections, explain=request.explain, by=by, option=option)
    if request.order and not set(request.sections) - {"summary"}:
        raise UsageError(
            "--sort orders rows: name the sections, such as `report pages --sort visits`"
        )
    meta = read_meta(connection, path)
    site = site_named(request.site)
    whose = sites(connection, meta, site, now)
    period = resolve(
        request.start, request.end, zone=meta.zone, bucket=meta.bucket, data=whose.sound, now=now
    )
    unit = _unit(request, by, period)
    comparison = None
    if request.compare is not None:
        comparison = compared(
            request.compare, period, bucket=meta.bucket, data=whose.sound, now=now
        )
    present = within(connection, whose, period, *([comparison.period] if comparison else []))
    if request.brief and not request.sections and len(present) <= 1:
        names = [name for name in names if name != "hosts"]
    scope = Scope(
        connection=connection,
        meta=meta,
        period=period,
        unit=unit,
        slices=tuple(cut(period, unit)),
        site=site,
        several_sites=len(present) > 1,
        filter=with_versions(by, connection),
        limit=0 if comparison or request.order else request.limit,
        now=now,
        whose=whose,
        dimensions=frozenset(filter(None, map(dimension_of, names))),
    )
    sections = _sections(names, scope, comparison, request)
    if request.brief and not request.sections:
        sections = tuple(each for each in sections if not _of_no_pixel(each))
    empty = emptiness(scope, whose.data, sections)
    said = (
        *(() if request.end else whose.stray(period)),
        *_widened(period, meta.bucket.seconds // 60),
        *(meant(by) if by else ()),
        *(() if empty else left_out(request.sections, by)),
        *_not_kept(scope, names),
        *of_forgotten(scope, names),
        *(notes(period, comparison, whose.sound, meta.bucket) if comparison else ()),
        # Where there is nothing to show, sections show no notes of their own.
        *(note for each in sections if empty and each.partial for note in each.notes),
    )
    return Report(
        database=str(path),
        timezone=meta.zone.key,
        start=scope.local(period.start),
        end=scope.local(period.end),
        unit=unit,
        # People see no column of a site where there is one only, so its name must stand above.
        sites=(present if request.brief else ()) or whose.names,
        path=by.glob if by and scope.by_path and not by.negated else None,
        k=meta.k,
        sections=sections,
        notes=tuple(dict.fromkeys(said)),
        empty=empty,
        compared=_stated(comparison, scope) if comparison else None,
        where=str(by) if by else None,
        earlier=None if request.start or request.end else _earlier(scope),
    )


def _earlier(scope: Scope) -> date | None:
    """The local day on which data begin, if that is before the range."""
    if scope.whose.sound is None:
        return None
    first = scope.local(scope.whose.sound[0]).date()
    return first if first < scope.period.first_day else None


def _unit(request: Request, by: Filter | None, period: Period) -> str:
    """The unit of the timeline: what values a pageview has is kept by day."""
    hourly = by is None or by.field == "path"
    if request.by == "hour" and not hourly:
        raise UsageError("--by hour: with --where only a path is kept by hour; days can be known")
    unit = request.by or fitting(period)
    return unit if hourly or unit != "hour" else "day"


def _sections(
    names: list[str],
    scope: Scope,
    comparison: Comparison | None,
    request: Request,
) -> tuple[Section, ...]:
    """The sections in the order of their names, made by two threads where there are several."""
    if request.order:  # which section lacks its column is said of the first, so one after another
        waiting = deque([tuple(names)])
    else:
        waiting = deque(jobs(names, filtered=scope.filter is not None))

    def work(scope: Scope, job: tuple[str, ...] | None) -> dict[str, Section]:
        made: dict[str, Section] = {}
        before = None
        try:
            if comparison:
                shown, limit = 0 if request.order else request.limit, _vanished(request)
                before = earlier(scope, comparison, shown=shown, limit=limit)
            while job is not None:
                made |= {name: _arranged(name, scope, before, request) for name in job}
                job = next_of(waiting)
        except BaseException:
            waiting.clear()  # the other thread need not begin what nobody will read
            raise
        return made

    first, second = next_of(waiting), next_of(waiting)
    if second is None:
        made = work(scope, first)
    else:
        with scope.connection.cursor() as cursor:
            other = replace(scope, connection=cursor)
            one, two = beside(
                lambda: work(other, second), lambda: work(scope, first), cursor.interrupt
            )
            made = one | two
    return tuple(made[name] for name in names)


def _arranged(name: str, scope: Scope, before: Earlier | None, request: Request) -> Section:
    """A section compared, in the order and within the limit that were asked for."""
    if name == "error_timeline" and scope.by_path and scope.unit == "hour":
        scope = replace(scope, unit="day", slices=tuple(cut(scope.period, "day")))
    section = _section(name, scope)
    if before:
        if name in _WHOLE:
            before = replace(before, shown=0)
        section = against(section, scope, before, partial(_section, name))
    if request.order:
        section = ordered(section, request.order)
    if name not in _WHOLE or request.order:
        section = limited(section, request.limit)
    curves = request.trends and name == "pages" and not scope.by_value
    return with_trends(section, scope) if curves else section


def _of_no_pixel(section: Section) -> bool:
    """Whether a section is about what the pixel tells, and there is no pixel."""
    untold = {"screens": {"(unknown)", FOLDED}, "pixel": {"no"}}.get(section.name, set())
    return bool(section.rows) and untold.issuperset(row[0] for row in section.rows)


def _vanished(request: Request) -> int:
    """How far down the earlier rows those are looked for that are gone; 0: all."""
    by_change = request.order and request.order.column.endswith(("_before", "_change"))
    return 0 if by_change else request.limit


def _stated(comparison: Comparison, scope: Scope) -> Compared:
    period = comparison.period
    return Compared(comparison.asked, scope.local(period.start), scope.local(period.end))


def _section(name: str, scope: Scope) -> Section:
    return _OWN[name](scope) if name in _OWN else dimension(name, scope)


def _widened(period: Period, minutes: int) -> tuple[str, ...]:
    if not period.widened:
        return ()
    bucket = "hours" if minutes == 60 else f"{minutes} minutes"
    return (
        f"Numbers are kept by whole {bucket}: the range was widened to"
        f" {local(period.start, period.zone)} to {local(period.end, period.zone)}.",
    )


def _not_kept(scope: Scope, names: list[str]) -> tuple[str, ...]:
    """What a database of an earlier version does not hold yet."""
    tables = {**_TABLES, "error_timeline": "errors"} if scope.by_path else _TABLES
    missing = [name for name in names if tables.get(name, "meta") not in scope.meta.tables]
    if not missing:
        return ()
    return (
        f"Not kept by the version that made this database: {', '.join(missing)}; kept from the next"
        " ingest on.",
    )
