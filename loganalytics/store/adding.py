# SPDX-License-Identifier: GPL-3.0-or-later
"""What ingests add to the attached database `db`, out of the tables `new_*` beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.model import OUTCOMES, RECENT, Content, Near, Totals
from loganalytics.store.doubled import refuse_doubled

_TABLES = (  # but for pages and pairs
    *("traffic", "activity", "titles", "daily", "downloads", "bots", "errors", "bot_pages"),
    *("bandwidth", "response_times", "events", "recent"),
)
_SORTED = 100_000  # pages that are sorted at once: some 12 MB; of more pairs those by one dimension
_CONTENT = ("bytes", "lines", "head", "digest", "beginnings")
# Those that visits or visitors are counted in, which several ingests may share.
_JOINED = ("activity", "pages", "daily", "downloads", "bots", "events")


@dataclass(frozen=True, slots=True)
class Ingest:
    """One row of the ledger, and what makes its content known."""

    log: int  # which of the logs that were counted together
    source: str
    format: str
    totals: Totals
    seconds: float
    geo: str
    lists: str
    options: str
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What the ledger says of an ingest that it did not know before."""

    ingest_id: int
    cut_edges: int  # visits that the border to an earlier ingest may have cut
    placeholders: int  # stored values in which something personal was replaced


def insert(
    memory: Connection, ingests: Sequence[Ingest], near: Near | None, zone: str, recent: bool
) -> list[Added]:
    """Add the counts of each log under an ingest_id of its own; see `Store.add`."""
    (first_id,) = memory.run("store/next_ingest_id")[0]
    ids = list(range(first_id, first_id + len(ingests)))
    logs = [ingest.log for ingest in ingests]
    refuse_doubled(memory, logs, ids, [ingest.source for ingest in ingests], zone)
    firsts = [ingest.totals.first for ingest in ingests]
    lasts = [ingest.totals.last for ingest in ingests]
    if near is not None and near.state != memory.run("store/state", table="db.ingests")[0]:
        near = None  # what was read again is no longer all that is known
    joined = [] if near is None else [*near.ingest_ids, *ids]
    found: dict[int, int] = {}
    if near is None or near.others:
        spans = {"log": logs, "ingest_id": ids, "first": firsts, "last": lasts}
        found.update(memory.run("store/cut_edges", **spans, joined=joined))
    if near is not None:
        found[first_id] = found.get(first_id, 0) + near.reaching
    cut_edges = [found.get(ingest_id, 0) for ingest_id in ids]
    replaced: dict[int, int] = dict(memory.run("store/placeholders"))
    placeholders = [replaced.get(log, 0) for log in logs]
    memory.run(
        "store/add_ingests",
        ingest_id=ids,
        first=firsts,
        last=lasts,
        ingested=datetime.now(UTC).replace(tzinfo=None),
        source=[ingest.source for ingest in ingests],
        format=[ingest.format for ingest in ingests],
        seconds=[round(ingest.seconds, 3) for ingest in ingests],
        lines=[sum(ingest.totals.outcomes.values()) for ingest in ingests],
        hits=[ingest.totals.hits for ingest in ingests],
        pageviews=[ingest.totals.pageviews for ingest in ingests],
        visits=[ingest.totals.visits for ingest in ingests],
        bytes_sent=[ingest.totals.bytes_sent for ingest in ingests],
        cut_edges=cut_edges,
        late=[ingest.totals.late for ingest in ingests],
        placeholders=placeholders,
        geo=[ingest.geo for ingest in ingests],
        lists=[ingest.lists for ingest in ingests],
        options=[ingest.options for ingest in ingests],
        **{
            outcome: [ingest.totals.outcomes.get(outcome, 0) for ingest in ingests]
            for outcome in OUTCOMES
        },
    )
    rows = [
        (ingest_id, *(getattr(content, name) for name in _CONTENT))
        for ingest_id, ingest in zip(ids, ingests, strict=True)
        for content in ingest.contents
    ]
    memory.run("store/add_contents", **engine.columns(rows, ("ingest_id", *_CONTENT)))
    add_counts(memory, logs, ids)
    if len(joined) > 1:
        join_id = ids[-1] + 1
        for table in _JOINED:
            memory.run(f"store/join_{table}", join_id=join_id)
        memory.run("store/add_joins", join_id=join_id, ingest_id=joined)
    memory.run("store/trim_recent", most=RECENT if recent else 0)
    return list(map(Added, ids, cut_edges, placeholders))


def add_counts(memory: Connection, logs: Sequence[int], ingest_ids: Sequence[int]) -> None:
    """Add the counts of each log to those that are stored, under its ingest_id."""
    ids = {"log": logs, "ingest_id": ingest_ids}
    # What is most comes first: what is added stays in memory in part until the end.
    for after, up_to in memory.run("store/page_portions", most=_SORTED):
        memory.run("store/add_pages", **ids, after=after, up_to=up_to)
    for (dimension,) in memory.run("store/pair_dimensions", most=_SORTED):
        memory.run("store/add_pairs", **ids, by_dimension=dimension)
    for table in _TABLES:
        memory.run(f"store/add_{table}", **ids)
