# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the database holds of several ingests what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
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


def joined(spans: Sequence[Span], joins: Sequence[Sequence[int]]) -> bool:
    """Whether all ingests that may share a day or a visit were joined, or are by way of others.

    They were not where the log of one could not be read when the other came, or where an ingest
    that both were joined with was undone. Two that share no site, or no day and no visit, need not.
    """
    group = {span.ingest_id: span.ingest_id for span in spans}
    for together in joins:
        merged = {group[ingest_id] for ingest_id in together}
        group.update((each, min(merged)) for each, of in group.items() if of in merged)
    latest: dict[tuple[int, str], datetime] = {}  # by group and site, of what begins earlier
    for span in sorted(spans, key=lambda span: span.first):
        own = group[span.ingest_id]
        for (of, site), last in latest.items():
            if of != own and site in span.sites and _meet(last, span.first):
                return False
        for site in span.sites:
            latest[own, site] = max(latest.get((own, site), span.last), span.last)
    return True


def _meet(last: datetime, first: datetime) -> bool:
    """Whether what ends then may share a day or a visit with what begins at `first`, or earlier."""
    apart_s = first.timestamp() - last.timestamp()
    return last.date() >= first.date() or apart_s <= _PAUSE_S
