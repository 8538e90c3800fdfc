# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of hits that failed, with a status from 400 on: errors, broken_links, error_timeline."""

from __future__ import annotations

from loganalytics.engine import Row
from loganalytics.model_report import OTHER, Column, Kind, Section, Value
from loganalytics.reports import pathless
from loganalytics.reports.scope import Scope, over, remaining

_OWN = ("/", "(excluded)", "(unknown)")  # how paths of the site itself begin
_OWN_FIRST = "Links on the site itself come first, since its owner can mend them; then by hits."
_SHARE = Column("share", "Share", Kind.RATE, rank=2)
_PATH = Column("path", "Path", Kind.PATH)


def errors(scope: Scope) -> Section:
    """Paths with one status each, by the hits of people; bots ask for much that never was there."""
    found = scope.kept_by_day("errors", "errors", **scope.paths, limit=scope.most)
    lost = pathless.of_errors(scope, "Errors")
    return Section(
        name="errors",
        title="Errors",
        columns=(
            Column("status", "Status", Kind.STATUS),
            _PATH,
            Column("kind", "Kind", Kind.TEXT, rank=5),
            scope.place,
            Column("hits", "By people", Kind.COUNT),
            _SHARE,
            Column("bot_hits", "By bots", Kind.COUNT, rank=1),
            Column("first_day", "", Kind.TEXT),
            Column("last_day", "Last", Kind.TEXT, rank=4),
        ),
        rows=tuple(
            (
                *(status, path, kind, site, hits, over(hits, total), bot_hits),
                *(since.isoformat(), until.isoformat()),
            )
            for site, status, path, kind, hits, bot_hits, since, until, _, total in found
        ),
        lead="hits",
        more=remaining(found, 8),
        notes=(*scope.day_notes, *lost, *pathless.among(path for _, _, path, *_ in found)),
        partial=bool(lost),
    )


def broken_links(scope: Scope) -> Section:
    """Pages that led people to what is not there, on the site itself ('/path') or elsewhere."""
    found = scope.kept_by_day("errors", "broken_links", **scope.paths, limit=scope.most)
    notes = scope.day_notes
    if scope.meta.k > 1 and any(referrer == OTHER for _, _, referrer, *_ in found):
        notes += (
            f"Linked from {OTHER}: pages elsewhere that led fewer than k = {scope.meta.k} visitors"
            " of a day there.",
        )
    lost = pathless.of_broken_links(scope)
    more = remaining(found, 5)
    own = [referrer.startswith("/") for _, _, referrer, *_ in found]
    # Where all links are of one kind, they are in the order of their hits.
    order = _OWN_FIRST if any(own) and (more or not all(own)) else ""
    return Section(
        name="broken_links",
        title="Broken links",
        columns=(
            _PATH,
            Column("referrer", "Linked from", Kind.PATH),
            Column("internal", "Internal", Kind.FLAG, rank=3),
            scope.place,
            Column("hits", "Hits", Kind.COUNT),
            Column("share", "", Kind.RATE),
            Column("last_day", "Last", Kind.TEXT, rank=2),
        ),
        rows=tuple(
            (
                *(path, referrer, referrer.startswith(_OWN), site),
                *(hits, over(hits, total), until.isoformat()),
            )
            for site, path, referrer, hits, until, _, total in found
        ),
        lead="hits",
        more=more,
        notes=(*((order,) if order else ()), *notes, *lost),
        order=order,
        partial=bool(lost),
    )


def error_timeline(scope: Scope) -> Section:
    """One row a slice of the range, in order; none if nothing failed. Of paths, slices are days."""
    title = f"Errors by {scope.unit}"
    lost = pathless.of_errors(scope, title)
    found = (
        _of_paths(scope) if scope.by_path else scope.traffic_sliced("error_timeline", scope.slices)
    )
    rows: list[tuple[Value, ...]] = []
    for each, (_, *counts) in zip(scope.slices if found else (), found, strict=True):
        rows.append((scope.local(each.start), scope.local(each.end), each.label, *counts))
    return Section(
        name="error_timeline",
        title=title,
        columns=(
            Column("start", "", Kind.INSTANT),
            Column("end", "", Kind.INSTANT),
            Column("label", scope.unit.capitalize(), Kind.TEXT),
            Column("not_found", "Not found", Kind.COUNT),
            Column("forbidden", "Forbidden", Kind.COUNT, rank=2),
            Column("refused", "Other 4xx", Kind.COUNT, rank=3),
            Column("server_errors", "5xx", Kind.COUNT, rank=1),
            Column("bot_hits", "By bots", Kind.COUNT, rank=4),
        ),
        rows=tuple(rows) if any(any(row[3:]) for row in rows) else (),
        lead="not_found",
        notes=(*(scope.day_notes if scope.by_path else ()), *lost),
        partial=bool(lost),
    )


def _of_paths(scope: Scope) -> list[Row]:
    if "errors" not in scope.meta.tables:
        return []
    return scope.by_days("error_timeline_paths", scope.slices, **scope.paths)
