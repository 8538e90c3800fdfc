# SPDX-License-Identifier: GPL-3.0-or-later
"""Adds the ingests of other databases to one, exactly, and refuses what would count twice."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError, UsageError
from loganalytics.model import RECENT, Settings
from loganalytics.ops.opening import WAIT_S, Old, existing, read
from loganalytics.store import make_schema, old_kept, settings_of
from loganalytics.store.doubled import doubled


@dataclass(frozen=True, slots=True)
class Merged:
    """What another database added. `first`: the number that its first ingest got."""

    other: Path
    ingests: int
    first: int
    pageviews: int
    visits: int
    hits: int


def merge(database: Path, others: Sequence[Path], wait_s: float = WAIT_S) -> list[Merged]:
    """Add all that other databases hold, in one transaction: all of them or none.

    Their ingests get new numbers, so that each can be undone. The others are only read. A database
    of an earlier version is brought up, and kept as it was before.

    Raises `UsageError` where zone, bucket or k differ or where a content is, or may be, counted in
    both; `DatabaseError` where one is no database or was made by another version; `LockedError`
    after `wait_s` seconds. Then nothing was added.
    """
    path = existing(database, _begin(database, others))
    for other in others:
        if existing(other, "name the database to merge") == path:
            raise UsageError(f"{other} is the database itself; name others")
    with engine.memory(memory_limit="1GB") as memory:
        memory.attach(path, wait_s=wait_s)
        try:
            return _transact(memory, path, others, wait_s)
        except engine.EngineError as error:
            raise DatabaseError(
                f"{path}: cannot be written: {error}; {error.advice} Nothing was added"
            ) from None
        finally:
            memory.detach()


def _begin(database: Path, others: Sequence[Path]) -> str:
    """How to begin a database that is not there: as a copy of the first that was to be added."""
    # Which, unlike those of Path, never raise.
    if not (os.path.isdir(database.parent) and os.path.isfile(others[0])):
        return "run `loganalytics ingest` first"
    more = ", then merge the others" if len(others) > 1 else ""
    return f"begin it with `loganalytics backup --db {others[0]} {database}`{more}"


def _transact(
    memory: Connection, path: Path, others: Sequence[Path], wait_s: float
) -> list[Merged]:
    settings = settings_of(
        memory.run("store/meta_attached") if memory.run("store/tables_attached") else (), path
    )
    with old_kept(memory, path) as outdated, memory.transaction():
        if outdated:
            make_schema(memory)
        return _add_all(memory, path, settings, others, wait_s)


def _add_all(
    memory: Connection, path: Path, settings: Settings, others: Sequence[Path], wait_s: float
) -> list[Merged]:
    most = RECENT if memory.run("ops/keeps_recent")[0][0] else 0
    merged = []
    for other in others:
        merged.append(_add(memory, path, settings, _attached(memory, other, wait_s)))
        memory.detach("old")  # not in a transaction that failed
    memory.run("store/trim_recent", most=most)
    return merged


def _attached(memory: Connection, other: Path, wait_s: float) -> Old:
    """Another database, open for reading as `old`."""
    try:
        memory.attach_old(existing(other), wait_s=wait_s)
        return read(memory, other)
    except engine.NoDatabaseError:
        raise DatabaseError(
            f"{other} is no database of loganalytics; name databases to merge, and give logs to "
            "`loganalytics ingest`"
        ) from None


def _add(memory: Connection, path: Path, settings: Settings, theirs: Old) -> Merged:
    other = theirs.path
    _compare(path, settings, other, theirs.settings)
    if not memory.run("ops/is_current")[0][0]:
        raise DatabaseError(
            f"{other} was made by an earlier loganalytics; run `loganalytics compact --db {other}` "
            "first, which brings it up to date"
        )
    for there_id, there, here_id, here, same in memory.run("ops/doubles"):
        how = "was counted here as" if same else "begins with the same line as"
        more = "" if same else ", so that one may be a part of the other"
        raise UsageError(
            f"{other}: its ingest {there_id} ({there}) {how} ingest {here_id} ({here}){more}. "
            "Nothing was merged, for nothing is to count twice: undo one of them, then merge again"
        )
    memory.run("ops/offer_hits")
    for found in doubled(memory, settings.timezone, among=False):
        raise UsageError(
            f"{other}: of its ingest {found.ingest_id} {found}. Nothing was merged, for nothing is"
            " to count twice: undo that ingest, then merge again"
        )
    (first,) = memory.run("store/next_ingest_id")[0]
    memory.run("ops/offset")
    ingests, pageviews, visits, hits = memory.run("ops/merged")[0]
    memory.run("ops/merge")
    return Merged(other, ingests, first, pageviews, visits, hits)


def _compare(path: Path, ours: Settings, other: Path, theirs: Settings) -> None:
    for name, what in (
        ("timezone", "cuts days in"),
        ("bucket_minutes", "has buckets of minutes:"),
        ("k", "folds pairs with k ="),
    ):
        has, wants = getattr(theirs, name), getattr(ours, name)
        if has != wants:
            raise UsageError(
                f"{other} {what} {has}, {path} {wants}: their numbers do not add up; "
                "ingest the logs again instead"
            )
