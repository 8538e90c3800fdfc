# SPDX-License-Identifier: GPL-3.0-or-later
"""The axes of a chart: round numbers upwards, times along it whose labels never overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

_LINES = 4  # grid lines above zero, at most
_CHARACTER = 6.6  # px; the widest digits and letters of the 11 px labels
_GAP = 10  # px between two labels
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(frozen=True, slots=True)
class Label:
    """A text at `x`, per cent of the width; `anchor` is start, middle or end, as in SVG."""

    x: float
    anchor: str
    text: str


def rounded(most: int) -> list[int]:
    """Return the values of the grid lines, zero left out; the last is `most` or more."""
    step, factor = 1, 0
    while most > step * _LINES:
        step = (1, 2, 5)[factor % 3] * 10 ** (factor // 3)
        factor += 1
    return [step * count for count in range(1, max(1, -(-most // step)) + 1)]


def labels(times: Sequence[datetime], unit: str, width: int, most: int) -> list[Label]:
    """Return at most `most` labels for slices that begin at `times`, for a chart `width` px wide.

    They stand at round moments: midnights, Mondays, firsts of a month, Januaries.
    """
    kind, chosen = next(
        (grid for grid in _grids(times, unit) if 0 < len(grid[1]) <= most), (unit, [0])
    )
    found: list[Label] = []
    end = -float(_GAP)
    for index in chosen:
        text = _text(times[index], kind, with_year=not found)
        wide = len(text) * _CHARACTER
        centre = (index + 0.5) / len(times) * width
        anchor, left = "middle", centre - wide / 2
        if left < 0:
            anchor, left = "start", centre
        elif left + wide > width:
            anchor, left = "end", centre - wide
        if left < end + _GAP:
            continue
        end = left + wide
        found.append(Label(round(centre / width * 100, 2), anchor, text))
    return found


def _grids(times: Sequence[datetime], unit: str) -> Iterator[tuple[str, list[int]]]:
    """The slices that labels may stand at, the densest choice first, and how those labels read."""
    everything = list(enumerate(times))
    yield unit, [index for index, _ in everything]
    if unit == "hour":
        for hours in (2, 3, 6, 12):
            yield unit, [index for index, time in everything if time.hour % hours == 0]
        everything = [(index, time) for index, time in everything if time.hour == 0]
        yield "day", [index for index, _ in everything]
    if unit in ("hour", "day"):
        yield "day", [index for index, time in everything if time.toordinal() % 2 == 0]
        yield "day", [index for index, time in everything if time.weekday() == 0]
        yield "day", [index for index, time in everything if time.toordinal() % 14 == 1]
    months = [time.year * 12 + time.month - 1 for _, time in everything]
    firsts = [
        (index, month)
        for (index, time), month, before in zip(everything, months, [None, *months], strict=False)
        if month != before and (before is not None or time.day == 1)
    ]
    for each in (1, 2, 3, 6, 12, 24, 60, 120):
        yield "month", [index for index, month in firsts if month % each == 0]


def _text(time: datetime, kind: str, *, with_year: bool) -> str:
    month = _MONTHS[time.month - 1]
    if kind == "month":
        return f"{month} {time.year}" if with_year or time.month == 1 else month
    if kind == "hour" and time.hour:
        return f"{time:%H:%M}"
    return f"{time.day} {month} {time.year}" if with_year else f"{time.day} {month}"
