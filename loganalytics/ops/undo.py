# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes ingests back: their counts, their rows in the ledger, and what they made known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loganalytics.errors import UsageError
from loganalytics.ops.erasure import Erasure
from loganalytics.ops.opening import WAIT_S, opened
from loganalytics.ops.rewrite import Rewritten, rewrite

_SHOWN = 5  # ingests that are named where another was asked for


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger. `ingested` is UTC."""

    ingest_id: int
    source: str
    ingested: datetime
    lines: int
    pageviews: int
    visits: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What an undo is about to take back.

    `continued_by`: ingests that stay and whose content seems to begin with what goes. Their logs
    stay known whole, so that what goes is not counted again with them. `parted`: those that stay
    and whose visits went on from one to another only by joins that go.
    """

    entries: tuple[Entry, ...]
    continued_by: tuple[int, ...]
    parted: tuple[int, ...]


def plan(database: Path, ingest_ids: Sequence[int], wait_s: float = WAIT_S) -> Plan:
    """Look up ingests. Raises `UsageError` for one that is not there, and fails as `opened`."""
    with opened(database, wait_s) as old:
        ledger = {row[0]: Entry(*row) for row in old.connection.run("ops/old_ingests")}
        if missing := [each for each in ingest_ids if each not in ledger]:
            latest = list(map(str, ledger))[-_SHOWN:]
            raise UsageError(
                f"{database} has no ingest {missing[0]}; "
                + (f"its latest are {', '.join(latest)}" if latest else "it has none")
            )
        wanted = sorted(set(ingest_ids))
        old.connection.run("ops/going", ingest_ids=wanted)
        old.connection.run("ops/parted", ingest_ids=wanted)
        continued = old.connection.run("ops/continued", ingest_ids=wanted)
        parted = old.connection.run("ops/parted_ingests")
    return Plan(
        tuple(ledger[each] for each in wanted),
        tuple(each for (each,) in continued),
        tuple(each for (each,) in parted),
    )


def undo(database: Path, ingest_ids: Sequence[int], wait_s: float = WAIT_S) -> Rewritten:
    """Leave the database as if these ingests had never been. Fails as `rewrite`.

    But for the list of the latest pageviews: what they pushed out of it does not come back.
    """
    return rewrite(database, Erasure(ingest_ids=tuple(ingest_ids)), wait_s=wait_s)
