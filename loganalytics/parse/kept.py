# SPDX-License-Identifier: GPL-3.0-or-later
"""What the look-ups of a run share: the numbers they give, and how much they keep."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import TypeVar

from loganalytics.engine import Connection, columns
from loganalytics.parse.cleaning import Clean
from loganalytics.parse.targets import EXCLUDED, UNKNOWN, TargetLookup

_LONG = 600  # characters that count for a value of their own
_NO_PATHS = {UNKNOWN: "", EXCLUDED: "excluded"}  # with their kinds
T = TypeVar("T")


class Kept:
    """Keeps looked-up values in the tables of a run, for several threads."""

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


class Paths:
    """Numbers paths, and keeps them in the table paths. Several threads may ask at once."""

    def __init__(self, kept: Kept, targets: TargetLookup, clean: Clean) -> None:
        self._kept = kept
        self._targets = targets
        self._clean = clean
        self._numbers: dict[str, int] = {}  # not all, if SQL numbered some
        self._sql_too = False
        self._numbering = threading.Lock()

    def numbers(
        self, memory: Connection, paths: Sequence[str], pages: Mapping[str, str] | None = None
    ) -> list[int]:
        """The numbers of paths; `pages`: what is stored for them, where that is known already."""
        with self._numbering:
            if self._sql_too and (unknown := {p for p in paths if p not in self._numbers}):
                self._numbers.update(memory.run("parse/known_paths", paths=list(unknown)))
            new = [path for path in dict.fromkeys(paths) if path not in self._numbers]
            added = self._kept.numbered("path", new)
            rows = []
            for number, path in added:
                page = pages[path] if pages is not None else self._clean(path).text
                kind = _NO_PATHS[path] if path in _NO_PATHS else self._targets.kind(path)
                rows.append((number, path, page, kind))
            self._kept.add(memory, "parse/add_paths", ("path_id", "path", "page", "kind"), rows)
            self._numbers.update((path, number) for number, path in added)
            return [self._numbers[path] for path in paths]

    def number_plain(self, memory: Connection, most: int) -> int:
        """Number the paths in `plain`, at most so many; returns how many are new."""
        with self._numbering:
            self._sql_too = True
            added: int = memory.run("parse/add_plain_paths", first=self._kept.number("path", most))[
                0
            ][0]
            return added

    def forget(self) -> None:
        """Forget the numbers: some of the paths are forgotten."""
        with self._numbering:
            self._numbers.clear()
            self._sql_too = True
