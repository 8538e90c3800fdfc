# SPDX-License-Identifier: GPL-3.0-or-later
"""Of which ingests the database holds what they come to together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

_PAUSE_S = 1800 + 60  # ends a visit; and times here are minutes


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last minute of an ingest, in the database's zone, and whose hits it has."""

    ingest_id: int
    first: datetime
    last: datetime
    sites: frozenset[str]

    def meets(self, other: Span) -> bool:
        """Whether both may have a visitor of a day, or a visit, in common."""
        if self.sites.isdisjoint(other.sites):
            return False
        before, after = sorted((self, other), key=lambda span: span.first)
        apart_s = after.first.timestamp() - before.last.timestamp()
        return before.last.date() >= after.first.date() or apart_s <= _PAUSE_S


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The ingests near new lines: when they were, and by what joins they lean on each other.

    `unlike`: those that were counted in another way than the new lines are.
    """

    spans: Sequence[Span]
    joins: Sequence[Collection[int]]
    unlike: Collection[int] = ()

    @property
    def ingest_ids(self) -> set[int]:
        """All of them."""
        return {span.ingest_id for span in self.spans}

    def joinable(self, lost: Collection[int] = ()) -> set[int]:
        """Those that new lines can be joined with: all, or as many as their joins allow.

        Two were joined with each other, or by way of others, unless the log of one could not be
        read when the other came, was counted in another way, or what both were joined with was
        undone. Of groups that were not, and that meet, new lines go with one, that of the latest
        ingest: to the others they are as if their logs were gone. A group of which one is `lost` is
        left out whole: what the database holds of its others alone is not known.
        """
        group = {span.ingest_id: span.ingest_id for span in self.spans}
        for together in self.joins:
            merged = {group[ingest_id] for ingest_id in together}
            group.update((each, min(merged)) for each, of in group.items() if of in merged)
        members: dict[int, list[Span]] = {}
        for span in sorted(self.spans, key=lambda span: -span.ingest_id):
            members.setdefault(group[span.ingest_id], []).append(span)
        out = {*self.unlike, *lost}
        taken: list[Span] = []
        for own in members.values():
            if not any(span.ingest_id in out for span in own) and not any(
                span.meets(other) for span in own for other in taken
            ):
                taken += own
        return {span.ingest_id for span in taken}
