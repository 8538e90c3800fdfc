# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables that can be read on a terminal and pasted into Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """The rows under their heads; all but the first `left` columns are numbers."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = [
        "-" * width if place < left else "-" * (width - 1) + ":"
        for place, width in enumerate(widths)
    ]
    return "\n".join([line(heads), line(rule), *map(line, rows)])


def number(value: float) -> str:
    """Three digits, or all of a large one."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 10 else f"{value:.2f}"


def middle(values: Sequence[float]) -> str:
    """The median."""
    return number(median(values))


def percent(values: Sequence[float]) -> str:
    """The median of shares."""
    return f"{median(values):.1%}"


def ratio(values: Sequence[float], to: Sequence[float]) -> str:
    """How many times as much, pair by pair: the median, and the least and the most of several."""
    ratios = [value / other for value, other in zip(values, to, strict=True)]
    if len(ratios) == 1 or min(ratios) == max(ratios):
        return number(ratios[0])
    return f"{middle(ratios)} ({number(min(ratios))}-{number(max(ratios))})"
