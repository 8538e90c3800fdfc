# SPDX-License-Identifier: GPL-3.0-or-later
"""A section as a heat map: a line a row, a cell a column, the darker the more; or as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.text import Text

from loganalytics.model_report import Section, Value

_SHADES = " ░▒▓█"
_EVERY = 6  # columns between two headings


def crossed(section: Section) -> Section:
    """Return a section that names a heat map with a column for each of its rows, a row a column.

    What is no heat map comes back as it is.
    """
    if not section.heat:
        return section
    names = [column.name for column in section.columns]
    row, column = (names.index(name) for name in section.heat)
    lead = names.index(section.lead)
    heads = dict.fromkeys(str(values[row]) for values in section.rows)
    lines: dict[Value, list[Value]] = {}
    for values in section.rows:
        lines.setdefault(values[column], []).append(values[lead])
    first, counted = section.columns[column], section.columns[lead]
    return replace(
        section,
        title=f"{section.title}: {counted.title.lower()}",
        columns=(first, *(replace(counted, name=head, title=head) for head in heads)),
        rows=tuple((head, *counts) for head, counts in lines.items()),
        lead="",
        heat=(),
    )


def heat(section: Section, width: int) -> Iterator[Text]:
    """Yield the lines of a section that names its heat map's rows and columns."""
    names = [column.name for column in section.columns]
    row, column = (names.index(name) for name in section.heat)
    lead = names.index(section.lead)
    lines: dict[str, list[int]] = {}
    heads: dict[str, None] = {}
    for values in section.rows:
        value = values[lead]
        lines.setdefault(str(values[row]), []).append(value if isinstance(value, int) else 0)
        heads[str(values[column])] = None
    most = max(max(counts) for counts in lines.values())
    margin = max(len(name) for name in lines) + 2
    sums = {name: f"{sum(counts):,}" for name, counts in lines.items()}
    right = max(len(text) for text in (*sums.values(), section.columns[lead].title)) + 2
    cells = 2 if margin + 2 * len(heads) + right <= width else 1
    marks = (head.ljust(cells * _EVERY) for place, head in enumerate(heads) if place % _EVERY == 0)
    title = section.columns[lead].title.rjust(right)
    yield Text(" " * margin + "".join(marks).ljust(cells * len(heads)) + title, "dim")
    for name, counts in lines.items():
        shown = "".join(shade(count, most) * cells for count in counts)
        yield Text.assemble(name.ljust(margin), (shown, "cyan"), (sums[name].rjust(right), "bold"))


def shade(count: int, most: int) -> str:
    """Return a block for a count; what is not nothing is no blank."""
    if count <= 0 or most <= 0:
        return _SHADES[0]
    return _SHADES[-(-count * (len(_SHADES) - 1) // most)]
