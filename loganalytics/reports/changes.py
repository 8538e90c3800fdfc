# SPDX-License-Identifier: GPL-3.0-or-later
"""The same section of two ranges made into one: what each number was before, and how it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import starmap

from loganalytics.model_report import Column, Kind, Mark, Section, Value
from loganalytics.reports.slices import Slice

Row = tuple[Value, ...]
_BESIDES_RANK = 3  # that of changes which are not the lead's
_BEFORE_RANK = 4  # what stood before goes where there is no room: the change says more


def change(now: Value, before: Value) -> Value:
    """Return by how much a number grew: 0.1 for ten per cent, NEW from nothing, else None."""
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return None
    if before > 0:
        return (now - before) / before
    return Mark.NEW if now > 0 else None


def of_summary(now: Section, before: Section | None) -> Section:
    """Return a summary in which each number is followed by what it was before and its change.

    None: nothing is known of it.
    """
    then = before.dicts()[0] if before else {}
    columns: list[Column] = []
    row: list[Value] = []
    for column, value in zip(now.columns, now.rows[0], strict=True):
        title = "Change" if column.title else ""
        columns += [column, *_pair(column, "", title)]
        row += [value, then.get(column.name), change(value, then.get(column.name))]
    return replace(now, columns=tuple(columns), rows=(tuple(row),))


def of_rows(now: Section, before: Section, limit: int) -> Section:
    """Return a section with its lead of each row before and its change, and so what stands besides.

    Both sections have all their rows. Rows that are gone come last, the largest first; with a limit
    those of them that stood among the first `limit` before. The limit does not cut the others.
    """
    keys = _keys(now)
    lead, *besides = _measured(now)
    then = {_key(row, keys): row for row in before.rows}
    known = {_key(row, keys) for row in now.rows}
    rows = []
    for row in now.rows:
        other = then.get(_key(row, keys))
        befores: dict[int, Value] = {place: other[place] if other else None for place in besides}
        rows.append(_with(row, {lead: other[lead] if other else 0, **befores}))
    vanished = [
        (place, row) for place, row in enumerate(before.rows) if _key(row, keys) not in known
    ]
    gone = [
        _with(
            _emptied(row, now.columns, 0.0 if now.rows else None),
            {n: row[n] for n in (lead, *besides)},
            gone=lead,
        )
        for place, row in vanished
        if not limit or place < limit
    ]
    left = len(vanished) - len(gone)
    notes = (f"{left:,} smaller {'row is' if left == 1 else 'rows are'} gone.",) if left else ()
    return replace(
        now,
        columns=_compared(now),
        rows=(*rows, *gone),
        last=now.last + len(gone),
        notes=(*now.notes, *notes),
    )


def not_of_rows(now: Section, *notes: str) -> Section:
    """Return a section whose rows cannot be compared, with the columns of those that are."""
    unknown: dict[int, Value] = dict.fromkeys(_measured(now))
    return replace(
        now,
        columns=_compared(now),
        rows=tuple(_with(row, unknown) for row in now.rows),
        notes=(*now.notes, *notes),
    )


def of_timeline(
    now: Section,
    counterparts: Sequence[Slice | None],
    counts: Sequence[Value],
    until: datetime | None,
) -> Section:
    """Return a timeline with what stood in the counterparts of its slices; None: not known.

    Slices that begin at or after `until`, for which there are no data yet, have not changed.
    """
    lead = _index(now, now.lead)
    zone = next((start.tzinfo for start, *_ in now.rows if isinstance(start, datetime)), None)
    rows = []
    for row, other, count in zip(now.rows, counterparts, counts, strict=True):
        begins = other.start.astimezone(zone) if other else None
        told = list(_with(row, {lead: count}))
        if until and isinstance(row[0], datetime) and row[0] >= until:
            told[lead + 2] = None
        rows.append((*told, begins, other.label if other else None))
    return replace(
        now,
        columns=(
            *_compared(now),
            Column("start_before", "", Kind.INSTANT, of="start"),
            Column("label_before", "Compared with", Kind.TEXT, rank=6, of="label"),
        ),
        rows=tuple(rows),
    )


def _pair(column: Column, before: str, grown: str, rank: int = 0) -> tuple[Column, Column]:
    """The two columns of a comparison, with these titles; the change has this rank."""
    return (
        Column(f"{column.name}_before", before, column.kind, _BEFORE_RANK, of=column.name),
        Column(f"{column.name}_change", grown, Kind.CHANGE, rank, of=column.name),
    )


def _measured(section: Section) -> list[int]:
    """Which columns are compared: the lead, then those besides it."""
    return [_index(section, name) for name in (section.lead, *section.besides)]


def _compared(section: Section) -> tuple[Column, ...]:
    columns: list[Column] = []
    for column in section.columns:
        columns.append(column)
        if column.name in (section.lead, *section.besides):
            rank = 0 if column.name == section.lead else _BESIDES_RANK
            columns += _pair(column, "Before", "Change", rank)
    return tuple(columns)


def _with(row: Row, befores: dict[int, Value], *, gone: int = -1) -> Row:
    """A row with what stood before, and its change, behind each value that is compared.

    `gone`: the place of a value that is said to be gone.
    """
    told: list[Value] = []
    for place, value in enumerate(row):
        told.append(value)
        if place in befores:
            before = befores[place]
            told += (before, Mark.GONE if place == gone else change(value, before))
    return tuple(told)


def _emptied(row: Row, columns: tuple[Column, ...], share: Value) -> Row:
    """A row that is gone: who it was, and nothing counted."""
    names = (Kind.TEXT, Kind.TITLE, Kind.PATH, Kind.COUNTRY, Kind.STATUS)

    def emptied(value: Value, column: Column) -> Value:
        if column.kind in names or value is Mark.UNKNOWN:
            return value
        if column.kind in (Kind.COUNT, Kind.BYTES):
            return 0
        return share if column.name == "share" else None

    return tuple(starmap(emptied, zip(row, columns, strict=True)))


def _index(section: Section, name: str) -> int:
    return [column.name for column in section.columns].index(name)


def _keys(section: Section) -> list[int]:
    """Which columns tell rows apart: those before the lead, but for a page's title."""
    lead = _index(section, section.lead)
    return [n for n in range(lead) if section.columns[n].kind is not Kind.TITLE]


def _key(row: Row, keys: list[int]) -> Row:
    return tuple(row[n] for n in keys)
