# SPDX-License-Identifier: GPL-3.0-or-later
"""The numbers of paths, which targets, Referer headers and the pixel share."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from loganalytics.engine import Connection
from loganalytics.parse.cleaning import Clean
from loganalytics.parse.tally import Tally
from loganalytics.parse.targets import EXCLUDED, UNKNOWN, TargetLookup

_NO_PATHS = {UNKNOWN: "", EXCLUDED: "excluded"}  # with their kinds


class Paths:
    """Numbers paths, and keeps them in the table paths. Several threads may ask at once."""

    def __init__(self, tally: Tally, targets: TargetLookup, clean: Clean) -> None:
        self._tally = tally
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
            added = self._tally.numbered("path", new)
            rows = []
            for number, path in added:
                page = pages[path] if pages is not None else self._clean(path).text
                kind = _NO_PATHS[path] if path in _NO_PATHS else self._targets.kind(path)
                rows.append((number, path, page, kind))
            self._tally.add(memory, "parse/add_paths", ("path_id", "path", "page", "kind"), rows)
            self._numbers.update((path, number) for number, path in added)
            return [self._numbers[path] for path in paths]

    def number_plain(self, memory: Connection, most: int) -> int:
        """Number the paths in `plain`, at most so many; returns how many are new."""
        with self._numbering:
            self._sql_too = True
            first = self._tally.number("path", most)
            added: int = memory.run("parse/add_plain_paths", first=first)[0][0]
            return added

    def forget(self) -> None:
        """Forget the numbers: some of the paths are forgotten."""
        with self._numbering:
            self._numbers.clear()
            self._sql_too = True
