# SPDX-License-Identifier: GPL-3.0-or-later
"""How wide each column of a table may be, and texts cut to it. Widths are in terminal cells."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from loganalytics.model_report import Column, Kind

GAP = 2
_SHORTEST_BAR = 6
_SHORTEST_CURVE, _LONGEST_CURVE = 8, 31
_ENOUGH = {
    Kind.PATH: 32,
    Kind.TITLE: 28,
    Kind.TEXT: 20,
    Kind.COUNTRY: 20,
}  # columns go before a text is cut below this
_LEAST = 6
_EXTRA = 4  # columns of this rank say more about what the others say
_CHANGES = 10  # from this rank on those of a comparison go before a bar does


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that have room, by index, each with its width; and what is left to draw in."""

    widths: dict[int, int]
    bar: int  # 0: no room
    curve: int = 0  # the same


def layout(
    columns: Sequence[Column],
    natural: Sequence[int],
    width: int,
    bar: int,
    *,
    kept: int = 0,
    points: int = 0,
) -> Layout:
    """Fit columns into `width`. `natural` is what each would like, `bar` the longest bar wanted.

    Columns without a title are left out. Where there is no room the columns of the highest rank go
    first, then texts are cut; those of rank 4 and more go before the bar gets shorter than `kept`,
    and all that may go before a curve, of so many `points`, does. A column of a comparison is only
    shown beside the one that it is about; from rank 10 on it goes before any bar.
    """
    shown = [index for index, column in enumerate(columns) if column.title]
    widths = {
        index: min(natural[index], _ENOUGH.get(columns[index].kind, natural[index]))
        for index in shown
    }
    always = [widths[index] for index in shown if columns[index].rank == 0]
    curve = _shortest(points)
    if width - GAP * len(always) - sum(always) < curve:
        curve = 0

    def wanted(index: int) -> int:
        """The room for drawings before which a column goes."""
        rank = columns[index].rank
        if curve and rank:
            return GAP + curve
        if kept and rank >= _EXTRA:
            return GAP + kept
        return GAP + _SHORTEST_BAR if bar and columns[index].of and rank >= _CHANGES else 0

    left_out: dict[int, int] = {}
    while True:
        spare = width - GAP * (len(widths) - 1) - sum(widths.values())
        going = [index for index in widths if columns[index].rank and spare < wanted(index)]
        if not going:
            break
        last = max(going, key=lambda index: (columns[index].rank, index))
        left_out[last] = widths.pop(last)
    named = {columns[index].name: index for index in shown}
    for index in sorted(left_out, key=lambda index: (columns[index].rank, index)):
        if named.get(columns[index].of, index) not in (index, *widths):
            continue
        # Room that a broad column left behind may do for a narrow one.
        if spare - wanted(index) >= left_out[index] + GAP:
            widths[index] = left_out[index]
            spare -= left_out[index] + GAP
    widths = {index: widths[index] for index in sorted(widths)}
    for index in widths:
        if spare < 0 and columns[index].kind in _ENOUGH:
            less = min(-spare, max(0, widths[index] - _LEAST))
            widths[index] -= less
            spare += less
    curve = _curve(points, spare - GAP)
    spare -= curve and curve + GAP
    hungry = sorted(
        (index for index in widths if natural[index] > widths[index]),
        key=lambda index: natural[index] - widths[index],
    )
    for position, index in enumerate(hungry):
        more = min(natural[index] - widths[index], max(0, spare) // (len(hungry) - position))
        widths[index] += more
        spare -= more
    room = min(bar, spare - GAP)
    return Layout(widths, room if room >= _SHORTEST_BAR else 0, curve)


def _shortest(points: int) -> int:
    """The room that a curve needs to be drawn at all."""
    return next((room for room in range(1, points + 1) if _curve(points, room)), 0)


def _curve(points: int, room: int) -> int:
    """How long a curve is if as many neighbours share a cell as have to; 0: no room."""
    for shared in range(1, points + 1):
        length = -(-points // shared)
        if length <= min(room, _LONGEST_CURVE):
            return length if length >= min(points, _SHORTEST_CURVE) else 0
    return 0


def beside(columns: Sequence[Column]) -> dict[int, int]:
    """Return the columns of changes that may stand in the cells of their numbers, by those.

    All places are indexes. Where what stood before is shown, too, its change stands behind it.
    """
    of = {column.name: index for index, column in enumerate(columns)}
    spread = {column.of for column in columns if column.title and column.kind is not Kind.CHANGE}
    return {
        of[column.of]: index
        for index, column in enumerate(columns)
        if column.kind is Kind.CHANGE
        and column.title
        and column.of in of
        and column.of not in spread
    }


def middle(text: str, width: int) -> str:
    """Return a text cut in its middle: paths differ most at both their ends."""
    if cell_len(text) <= width:
        return text
    keep = max(0, width - 1)
    head = _take(text, keep // 2)
    tail = _take(text[::-1], keep - cell_len(head))[::-1]
    return f"{head}…{tail}"


def ending(text: str, width: int) -> str:
    """Return a text cut at its end."""
    return text if cell_len(text) <= width else f"{_take(text, max(0, width - 1))}…"


def wrapped(text: str, width: int) -> list[str]:
    """Return a sentence as lines."""
    return textwrap.wrap(text, width, break_on_hyphens=False)


def _take(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return text[:index]
    return text
