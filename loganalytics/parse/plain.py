# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up in SQL what no special rule is for, where a chunk brings thousands of new values.

Python takes some 10 microseconds for a target and 20 for a Referer header. Usual logs bring few new
ones a chunk; of a hostile one each line may.
"""

from __future__ import annotations

from loganalytics.engine import Connection
from loganalytics.parse.paths import Paths
from loganalytics.parse.referrers import ReferrerLookup
from loganalytics.parse.tally import Tally
from loganalytics.parse.targets import TargetLookup

MANY = 5000  # so few are looked up in Python: the statements would take as long


class PlainLookup:
    """Each method keeps what is plain of the table `fresh`, and returns the rest.

    That takes Python's rules. `memory` is a connection of the thread's own.
    """

    def __init__(
        self,
        memory: Connection,
        tally: Tally,
        paths: Paths,
        targets: TargetLookup,
        referrers: ReferrerLookup,
    ) -> None:
        """`memory`: that of the run, where other threads find what is listed."""
        self._memory = memory
        self._tally = tally
        self._paths = paths
        self._patterns = targets.plain()
        self._referrers = referrers
        self._listed = False

    def targets(self, memory: Connection, count: int) -> list[str]:
        """Keep targets, query cut, of which there are so many."""
        memory.run("parse/plain_targets", **self._patterns)
        paths = self._paths.number_plain(memory, count)
        return self._odd(memory, paths + memory.run("parse/add_plain_targets")[0][0])

    def headers(self, memory: Connection, count: int) -> list[str]:
        """Keep Referer headers, query cut, of which there are so many.

        None that a language stands behind is plain.
        """
        if not self._listed:
            self._memory.run("parse/add_listed_ends", listed=self._referrers.listed_ends())
            self._listed = True
        memory.run("parse/plain_headers", **self._patterns)
        paths = self._paths.number_plain(memory, count)
        first = self._tally.number("header", count)
        added = memory.run("parse/add_plain_headers", first=first)[0][0]
        memory.run("parse/add_plain_header_texts", first=first, after=first + count)
        return self._odd(memory, paths + added)

    def _odd(self, memory: Connection, found: int) -> list[str]:
        odd = [value for (value,) in memory.run("parse/odd")]
        characters = memory.run("parse/fresh_length")[0][0] - sum(map(len, odd))
        self._tally.note(found, 3 * characters)
        return odd
