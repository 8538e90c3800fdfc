# SPDX-License-Identifier: GPL-3.0-or-later
"""The same section of two ranges made into one: what each number was before, and how it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import starmap

from loganalytics.model_report import (
    FOLDED,
    NAMELESS,
    Column,
    Kind,
    Mark,
    Section,
    Value,
    change,
)
from loganalytics.reports.ordering import limited
from loganalytics.reports.slices import Slice

Row = tuple[Value, ...]
_NAMES = (Kind.TEXT, Kind.TITLE, Kind.PATH, Kind.COUNTRY, Kind.STATUS)
_MEASURED = (Kind.COUNT, Kind.BYTES, Kind.DURATION, Kind.LATENCY, Kind.RATE, Kind.RATIO)
_BESIDES_RANK = 3  # that of changes which say as much as the lead's
_BEFORE_RANK = 4  # what stood before goes where there is no room: the change says more
_OTHERS_RANK, _RATES_RANK = 10, 12  # those of all other changes: they go before anything else


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


def of_rows(now: Section, before: Section, *, shown: int, limit: int) -> Section:
    """Return a section with what each number of each row was before, and its change.

    Both sections have all their rows, of which the first `shown` stay (0: all), and those that are
    last. Rows that are gone come behind them, the largest first; with a limit those of them that
    stood among the first `limit` before. A row that one of the two lacks, while hits of it may be
    among those that it keeps by no name, is neither new nor gone.
    """
    key = _key_of(now)
    lead, places = _index(now, now.lead), measured(now)
    then = {key(row): row for row in before.rows}
    known = {key(row) for row in now.rows}
    hidden_now, hidden_then = _hidden(now), _hidden(before)
    now = limited(now, shown)
    # What is not there has no share of something, and none that could be told of nothing.
    share_then, share_now = (0.0 if section.rows else None for section in (before, now))
    rows = []
    for row in now.rows:
        other = then.get(key(row)) or emptied(now, row, share_then)
        told = key(row) in then or not hidden_then(key(row))
        rows.append(_with(row, {place: other[place] if told else None for place in places}))
    vanished = [(place, row) for place, row in enumerate(before.rows) if key(row) not in known]
    ended = [(place, row) for place, row in vanished if not hidden_now(key(row))]
    gone = [
        _with(emptied(now, row, share_now), {n: row[n] for n in places}, gone=lead)
        for place, row in ended
        if not limit or place < limit
    ]
    notes = _of_missing(len(ended) - len(gone), len(vanished) - len(ended))
    return replace(
        now,
        columns=_compared(now),
        rows=(*rows, *gone),
        last=now.last + len(gone),
        notes=(*now.notes, *notes),
    )


def _of_missing(smaller: int, hidden: int) -> tuple[str, ...]:
    """What is said of so many rows that are gone, or may be, and are not listed."""
    notes = []
    if smaller:
        notes.append(f"{smaller:,} smaller {'row is' if smaller == 1 else 'rows are'} gone.")
    if hidden:
        rows = "row" if hidden == 1 else "rows"
        notes.append(
            f"{hidden:,} {rows} of the range before may be among what is kept without a name now."
        )
    return tuple(notes)


def _hidden(section: Section) -> Callable[[Row], bool]:
    """Whether hits of a row that a section lacks, by its key, may be among those of no name.

    They are in its row of the same other keys, or it has no such row but says what it lacks.
    """
    names = [section.columns[n].name for n in _key_places(section)]
    # What such rows tell of a key: the places of what they name, and what they name there.
    told: dict[tuple[int, ...], set[Row]] = {}
    for row in map(_key_of(section), section.rows):
        if NAMELESS.isdisjoint(row):
            continue
        without = {"kind", "site"} if FOLDED in row else {"kind"}  # what they never name
        places = tuple(
            n
            for n, (name, value) in enumerate(zip(names, row, strict=True))
            if value not in NAMELESS and name not in without
        )
        told.setdefault(places, set()).add(tuple(row[n] for n in places))

    def hidden(key: Row) -> bool:
        return NAMELESS.isdisjoint(key) and (
            section.partial
            or any(tuple(key[n] for n in places) in rows for places, rows in told.items())
        )

    return hidden


def not_of_rows(now: Section, *notes: str) -> Section:
    """Return a section whose rows cannot be compared, with the columns of those that are."""
    unknown: dict[int, Value] = dict.fromkeys(measured(now))
    return replace(
        now,
        columns=_compared(now),
        rows=tuple(_with(row, unknown) for row in now.rows),
        notes=(*now.notes, *notes),
    )


def of_timeline(
    now: Section,
    counterparts: Sequence[Slice | None],
    befores: Sequence[dict[int, Value]],
    until: datetime | None,
) -> Section:
    """Return a timeline with what stood in the counterparts of its slices, by place of a column.

    Slices that begin at or after `until`, for which there are no data yet, have not changed.
    """
    zone = next((start.tzinfo for start, *_ in now.rows if isinstance(start, datetime)), None)
    rows = []
    for row, other, before in zip(now.rows, counterparts, befores, strict=True):
        begins = other.start.astimezone(zone) if other else None
        over = not (until and isinstance(row[0], datetime) and row[0] >= until)
        told = _with(row, before, known=over)
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


def measured(section: Section) -> list[int]:
    """Which columns are compared, by place: all numbers that do not tell rows apart."""
    lead = _index(section, section.lead)
    return [n for n, column in enumerate(section.columns) if n >= lead and column.kind in _MEASURED]


def emptied(section: Section, row: Row, share: Value = None) -> Row:
    """Return a row of a section with what tells it apart, and nothing counted."""
    lead = _index(section, section.lead)

    def empty(place: int, value: Value) -> Value:
        column = section.columns[place]
        if place < lead or column.kind in _NAMES or value in (None, Mark.UNKNOWN):
            return value
        if column.kind in (Kind.COUNT, Kind.BYTES):
            return 0
        return share if column.name == "share" else None

    return tuple(starmap(empty, enumerate(row)))


def _pair(column: Column, before: str, grown: str, rank: int = 0) -> tuple[Column, Column]:
    """The two columns of a comparison, with these titles; the change has this rank."""
    return (
        Column(f"{column.name}_before", before, column.kind, _BEFORE_RANK, of=column.name),
        Column(f"{column.name}_change", grown, Kind.CHANGE, rank, of=column.name),
    )


def _compared(section: Section) -> tuple[Column, ...]:
    """The columns, behind each that is compared those of its comparison.

    What stood before is shown of the lead and of what stands besides it; the changes of all others
    only where there is room for anything, those of rates last.
    """
    places = measured(section)
    columns: list[Column] = []
    for place, column in enumerate(section.columns):
        columns.append(column)
        if place not in places:
            continue
        if column.name in (section.lead, *section.besides):
            rank = 0 if column.name == section.lead else _BESIDES_RANK
            columns += _pair(column, "Before", "Change", rank)
        else:
            counted = column.kind in (Kind.COUNT, Kind.BYTES)
            rank = _OTHERS_RANK if counted else _RATES_RANK
            columns += _pair(column, "", "Change" if column.title else "", rank)
    return tuple(columns)


def _with(row: Row, befores: dict[int, Value], *, gone: int = -1, known: bool = True) -> Row:
    """A row with what stood before, and its change, behind each value that is compared.

    `gone`: the place of a value that is said to be gone. `known`: whether there is a change.
    """
    told: list[Value] = []
    for place, value in enumerate(row):
        told.append(value)
        if place in befores:
            before = befores[place]
            changed = Mark.GONE if place == gone else change(value, before)
            told += (before, changed if known else None)
    return tuple(told)


def _index(section: Section, name: str) -> int:
    return [column.name for column in section.columns].index(name)


def _key_of(section: Section) -> Callable[[Row], Row]:
    """What tells a row from the others: the columns before the lead, but for a page's title."""
    places = _key_places(section)
    return lambda row: tuple(row[n] for n in places)


def _key_places(section: Section) -> list[int]:
    lead = _index(section, section.lead)
    return [n for n in range(lead) if section.columns[n].kind is not Kind.TITLE]
