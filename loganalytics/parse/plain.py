# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up in SQL what no special rule is for, where a chunk brings thousands of new values.

Python takes some 10 microseconds for a target and 20 for a Referer header. Usual logs bring few new
ones a chunk; of a hostile one each line may.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loganalytics.engine import Connection
from loganalytics.parse.referrers import ReferrerLookup
from loganalytics.parse.targets import TargetLookup

MANY = 5000  # so few are looked up in Python: the statements would take as long


@dataclass(frozen=True, slots=True)
class Left:
    """What SQL did not look up, and how many values and new paths it did."""

    odd: list[str]
    values: int
    paths: int


class PlainLookup:
    """Each method keeps what is plain and leaves the rest, which takes Python's rules."""

    def __init__(
        self, memory: Connection, targets: TargetLookup, referrers: ReferrerLookup
    ) -> None:
        self._memory = memory
        self._patterns = targets.plain()
        self._referrers = referrers
        self._listed = False

    def targets(self, targets: Sequence[str], *, path_id: int) -> Left:
        """Keep targets, query cut; `path_id`: the first number of new paths."""
        self._memory.run("parse/plain_targets", targets=targets, **self._patterns)
        paths = self._memory.run("parse/add_plain_paths", first=path_id)[0][0]
        values = self._memory.run("parse/add_plain_targets")[0][0]
        return Left(self._odd(), values, paths)

    def headers(self, headers: Sequence[str], *, header_id: int, path_id: int) -> Left:
        """Keep Referer headers, query cut, with numbers from `header_id` on."""
        if not self._listed:
            self._memory.run("parse/add_listed_ends", listed=self._referrers.listed_ends())
            self._listed = True
        self._memory.run("parse/plain_headers", headers=headers, **self._patterns)
        paths = self._memory.run("parse/add_plain_paths", first=path_id)[0][0]
        values = self._memory.run("parse/add_plain_headers", first=header_id)[0][0]
        return Left(self._odd(), values, paths)

    def _odd(self) -> list[str]:
        return [value for (value,) in self._memory.run("parse/odd")]
