# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuses a log whose lines were counted as those of another one.

The ledger knows a content from its first line on. A log without its first lines, with another end
of lines, or in another format begins otherwise and holds the same hits: it shows in their sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.errors import SourceError

# What has to agree, since less may be chance: hits of people, buckets, and means of bytes sent.
LEAST, BUCKETS, SIZES = 50, 3, 5


@dataclass(frozen=True, slots=True)
class Doubled:
    """An ingest that is offered, and what of it is counted already."""

    ingest_id: int
    hits: int
    since: datetime  # the first bucket of these, and the last, local
    until: datetime

    def __str__(self) -> str:
        return (
            f"{self.hits:,} of its hits, from {self.since:%Y-%m-%d %H:%M} to the hour of"
            f" {self.until:%Y-%m-%d %H:%M}, are counted already, as often and with the same bytes:"
            " it seems to be a part or a copy of a known log"
        )


def doubled(memory: Connection, zone: str, *, among: bool) -> Iterator[Doubled]:
    """What in the table `offered` is in the attached database, by number.

    `among`: or is offered under a lower one.
    """
    for ingest_id, hits, *ends in memory.run(
        "store/same_hits", among=among, least=LEAST, buckets=BUCKETS, sizes=SIZES
    ):
        since, until = (each.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for each in ends)
        yield Doubled(ingest_id, hits, since, until)


def refuse_doubled(
    memory: Connection, logs: Sequence[int], ids: Sequence[int], sources: Sequence[str], zone: str
) -> None:
    """Raise `SourceError` for the first log of which most hits are counted already."""
    memory.run("fold/offer_hits", log=list(logs), ingest_id=list(ids))
    for found in doubled(memory, zone, among=True):
        raise SourceError(
            f"{sources[list(ids).index(found.ingest_id)]}: {found}. Nothing of it was counted;"
            " give what is new alone, or name another --site"
        )
