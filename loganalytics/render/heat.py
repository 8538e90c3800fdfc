# SPDX-License-Identifier: GPL-3.0-or-later
"""A section as a heat map: a line a row, a cell a column, the darker the more; or as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from loganalytics.model_report import Column, Kind, Section, Value, change
from loganalytics.render.cells import cell
from loganalytics.render.table import change_style

_SHADES = " ░▒▓█"
_EVERY = 6  # columns between two headings
_GAP = 2


@dataclass(frozen=True, slots=True)
class _Map:
    """The rows of a section by what its heat map's rows and columns are, in order of arrival."""

    heads: tuple[str, ...]  # of the map's rows
    places: tuple[Value, ...]  # of its columns
    rows: dict[tuple[str, Value], tuple[Value, ...]]
    names: dict[str, int]  # the place of each of the section's columns

    @classmethod
    def of(cls, section: Section) -> _Map:
        names = {column.name: place for place, column in enumerate(section.columns)}
        row, column = (names[name] for name in section.heat)
        rows = {(str(values[row]), values[column]): values for values in section.rows}
        heads, places = (tuple(dict.fromkeys(each)) for each in zip(*rows, strict=True))
        return cls(heads, places, rows, names)

    def value(self, head: str, place: Value, name: str) -> Value:
        """What stands in a cell; None where the section has no row for it."""
        values = self.rows.get((head, place))
        return values[self.names[name]] if values else None

    def sum(self, head: str, name: str) -> int | None:
        """What stands in a row of the map, added up; None if nothing is known of it."""
        values = [self.value(head, place, name) for place in self.places]
        counts = [value for value in values if isinstance(value, int)]
        return sum(counts) if counts else None


def crossed(section: Section) -> Section:
    """Return a section that names a heat map with a column for each of its rows, a row a column.

    Where it is compared, each of these columns is followed by that of its changes. What is no heat
    map comes back as it is.
    """
    if not section.heat:
        return section
    found = _Map.of(section)
    first, counted = (
        section.columns[found.names[name]] for name in (section.heat[1], section.lead)
    )
    shown = [(section.lead, "", counted.title)]
    if (changed := f"{section.lead}_change") in found.names:
        shown.append((changed, "_change", "Change"))
    columns = [first]
    for head in found.heads:
        for name, end, title in shown:
            kind = section.columns[found.names[name]].kind
            columns.append(
                Column(f"{head}{end}", title if end else head, kind, of=head if end else "")
            )
    return replace(
        section,
        title=f"{section.title}: {counted.title.lower()}",
        columns=tuple(columns),
        rows=tuple(
            (place, *(found.value(head, place, name) for head in found.heads for name, *_ in shown))
            for place in found.places
        ),
        lead="",
        heat=(),
    )


def heat(section: Section, width: int) -> Iterator[Text]:
    """Yield the lines of a section that names its heat map's rows and columns.

    Behind each row stands its sum and, where it is compared and there is room, its change and what
    it was before; below all what the blocks stand for.
    """
    found = _Map.of(section)
    margin = max(map(len, found.heads)) + _GAP
    sums = _sums(section, found)
    cells, behind = _fitted(sums, width - margin, len(found.places))
    marks = (
        str(place).ljust(cells * _EVERY)
        for number, place in enumerate(found.places)
        if number % _EVERY == 0
    )
    top = Text(" " * margin + "".join(marks).ljust(cells * len(found.places)), "dim")
    for each in behind:
        top.append(each.column.title.rjust(each.width), "dim")
    yield top
    counts = {
        head: [_count(found.value(head, place, section.lead)) for place in found.places]
        for head in found.heads
    }
    most = max(map(max, counts.values()))
    for number, head in enumerate(found.heads):
        shown = "".join(shade(count, most) * cells for count in counts[head])
        line = Text.assemble(head.ljust(margin), (shown, "cyan"))
        for each in behind:
            line.append(each.texts[number].rjust(each.width), each.styles[number])
        yield line
    scale = " " * margin + _scale(most) if most > 0 else ""
    if 0 < len(scale) <= width:
        yield Text(scale, "dim")


@dataclass(frozen=True, slots=True)
class _Sums:
    """A column behind a heat map."""

    column: Column
    texts: tuple[str, ...]
    styles: tuple[str, ...]

    @property
    def width(self) -> int:
        return max(map(len, (self.column.title, *self.texts))) + _GAP


def _sums(section: Section, found: _Map) -> list[_Sums]:
    """The sums of the map's rows and, of a comparison, what they were before and their changes."""
    of = {column.of: column for column in section.columns if column.kind is not Kind.CHANGE}
    counted = section.columns[found.names[section.lead]]
    now = [found.sum(head, section.lead) for head in found.heads]
    columns = [_column(counted, now, ["bold"] * len(now))]
    if before := of.get(section.lead):
        then = [found.sum(head, before.name) for head in found.heads]
        changes = [change(*each) for each in zip(now, then, strict=True)]
        columns.append(_column(before, then, [""] * len(then)))
        grown = Column("", "Change", Kind.CHANGE)
        columns.append(
            _column(grown, changes, [change_style(each, section.lead) for each in changes])
        )
    return columns


def _column(column: Column, values: Sequence[Value], styles: Sequence[str]) -> _Sums:
    return _Sums(column, tuple(cell(value, column.kind) for value in values), tuple(styles))


def _fitted(sums: list[_Sums], width: int, places: int) -> tuple[int, list[_Sums]]:
    """How many characters a cell is wide, and which of the sums there is room for behind them."""
    choices = [sums] if len(sums) == 1 else [sums, [sums[0], sums[2]]]
    for cells in (2, 1):
        for behind in choices:
            if cells * places + sum(each.width for each in behind) <= width:
                return cells, behind
    return 1, sums[:1]


def _count(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _scale(most: int) -> str:
    """From which count on each block stands, and that of the darkest, the largest."""
    said, least = [], 1
    for number, block in enumerate(_SHADES[1:], 1):
        up_to = number * most // (len(_SHADES) - 1)
        if up_to >= least:
            said.append(f"{block} {least:,}")
            last, least = least, up_to + 1
    return "  ".join(said) + (f" to {most:,}" if most > last else "")


def shade(count: int, most: int) -> str:
    """Return a block for a count; what is not nothing is no blank."""
    if count <= 0 or most <= 0:
        return _SHADES[0]
    return _SHADES[-(-count * (len(_SHADES) - 1) // most)]
