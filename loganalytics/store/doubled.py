# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuses a log whose lines were counted as those of another one.

The ledger knows a content from its first line on. A log without its first lines, with another end
of lines, or in another format begins otherwise and holds the same hits: it shows in their sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.errors import SourceError

LEAST = 50  # hits that agree: of fewer it may be chance
SIZES = 5  # different sums of bytes among them


def refuse_doubled(
    memory: Connection, logs: Sequence[int], ids: Sequence[int], sources: Sequence[str], zone: str
) -> None:
    """Raise `SourceError` for the first log of which most hits are in the attached database.

    `ids` are those which the logs will have; what one holds of another is found, too.
    """
    found = memory.run(
        "store/same_hits", log=list(logs), ingest_id=list(ids), least=LEAST, sizes=SIZES
    )
    for ingest_id, hits, first, last in found:
        source = sources[list(ids).index(ingest_id)]
        since, until = (_local(each, zone) for each in (first, last))
        raise SourceError(
            f"{source}: {hits:,} of its hits, from {since} to the hour of {until}, are counted"
            " already, as often and with the same bytes: it seems to be a part or a copy of a known"
            " log. Nothing of it was counted; give what is new alone, or name another --site"
        )


def _local(bucket: datetime, zone: str) -> str:
    return f"{bucket.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
