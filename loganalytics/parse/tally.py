# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers that the look-ups of a run give, and how much they hold."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TypeVar

from loganalytics.engine import Connection, columns

_LONG = 600  # characters that count for a value of their own
T = TypeVar("T")


class Tally:
    """Gives numbers and takes note of what is held, for several threads."""

    def __init__(self) -> None:
        self.values = 0  # how many are held; long ones count for several
        self._next: dict[str, int] = {}
        self._noting = threading.Lock()

    def number(self, what: str, count: int) -> int:
        """The first of so many numbers, from 1 on, which are given only once, whatever fails."""
        with self._noting:
            first = self._next.get(what, 1)
            self._next[what] = first + count
            return first

    def numbered(self, what: str, values: Sequence[T]) -> list[tuple[int, T]]:
        """Each value with a number of its own."""
        return list(enumerate(values, self.number(what, len(values))))

    def note(self, values: int, characters: int) -> None:
        """Take note of so many values more, which are so long together."""
        with self._noting:
            self.values += values + characters // _LONG

    def add(
        self,
        memory: Connection,
        name: str,
        names: Sequence[str],
        rows: Sequence[tuple[object, ...]],
    ) -> None:
        """Hand rows to a statement, and take note of them when it is done."""
        if rows:
            memory.run(name, **columns(rows, names))
            texts = sum(len(value) for row in rows for value in row if isinstance(value, str))
            self.note(len(rows), texts)
