# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the database holds of several ingests what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_APART = timedelta(days=1)  # further away two ingests share neither a day nor a visit


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last minute of an ingest, UTC."""

    ingest_id: int
    first: datetime
    last: datetime


def joined(spans: Sequence[Span], joins: Sequence[Sequence[int]]) -> bool:
    """Whether all ingests that may share a day or a visit were joined, or are by way of others.

    They were not where the log of one could not be read when the other came, or where an ingest
    that both were joined with was undone.
    """
    group = {span.ingest_id: span.ingest_id for span in spans}
    for together in joins:
        merged = {group[ingest_id] for ingest_id in together}
        group.update((each, min(merged)) for each, of in group.items() if of in merged)
    latest: dict[int, datetime] = {}  # of each group, among those that begin earlier
    for span in sorted(spans, key=lambda span: span.first):
        own = group[span.ingest_id]
        if any(of != own and last + _APART >= span.first for of, last in latest.items()):
            return False
        latest[own] = max(latest.get(own, span.last), span.last)
    return True
