# SPDX-License-Identifier: GPL-3.0-or-later
"""The database file: its schema, and the one transaction that adds an ingest to it.

It is opened for writing for that transaction alone, out of the in-memory database of the ingest,
from which only the tables `new_*` are copied. A new database is made under another name and linked
into its place when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError, LockedError, UsageError
from loganalytics.model import OUTCOMES, SCHEMA_VERSION, Content, Settings, Totals

RECENT = 50  # pageviews that are kept one by one
_TABLES = (
    "traffic",
    "activity",
    "pages",
    "titles",
    "daily",
    "downloads",
    "bots",
    "pairs",
    "recent",
)


@dataclass(frozen=True, slots=True)
class Ingest:
    """One row of the ledger, and what makes its content known."""

    source: str
    format: str
    totals: Totals
    seconds: float
    geo: str
    lists: str
    contents: tuple[Content, ...]


class ContentAppeared(Exception):
    """Another process added content meanwhile that may be a part of this one."""


class Store:
    """The database at a path, which may not exist yet.

    `settings` are those of the database, or, for a new one, those it will get.
    """

    def __init__(self, path: Path, settings: Settings, contents: Sequence[Content]) -> None:
        self.path = path
        self.settings = settings
        self.contents = list(contents)

    def add(
        self, memory: Connection, ingest: Ingest, *, wait: float, recent: bool, dry_run: bool
    ) -> int:
        """Add the counts in `memory` under a new ingest_id, in one transaction.

        Returns how many visits the border to another ingest may have cut. A dry run remembers
        what would be known from now on and adds nothing.

        Raises `ContentAppeared` if another process made content known that may be part of this,
        `LockedError` if it stays locked for `wait` seconds, `DatabaseError` if it fails; then
        nothing was added.
        """
        if dry_run:
            self.contents += ingest.contents
            return 0
        try:
            while True:
                if self.path.exists():
                    memory.attach(self.path, wait_s=wait)
                    try:
                        return self._transact(memory, ingest, recent)
                    finally:
                        memory.detach()
                cut_edges = self._create(memory, ingest, recent)
                if cut_edges is not None:
                    return cut_edges
        except engine.EngineError as error:
            raise DatabaseError(
                f"{self.path}: cannot be written: {error}; is the disk full?"
            ) from None

    def _create(self, memory: Connection, ingest: Ingest, recent: bool) -> int | None:
        made = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made.unlink(missing_ok=True)
            memory.attach(made)
            try:
                os.chmod(made, 0o600)
                cut_edges = self._transact(memory, ingest, recent)
            finally:
                memory.detach()
            try:
                os.link(made, self.path)
            except FileExistsError:  # another process was first: add to its database
                self.contents = []
                return None
            except OSError:  # a file system without hard links
                os.rename(made, self.path)
            return cut_edges
        except OSError as error:
            raise DatabaseError(
                f"{self.path}: cannot be made ({error.strerror}); check the folder, or name "
                "another file with --db"
            ) from None
        finally:
            for leftover in (made, made.with_name(made.name + ".wal")):
                with suppress(OSError):
                    leftover.unlink()

    def _transact(self, memory: Connection, ingest: Ingest, recent: bool) -> int:
        memory.transaction("begin")
        try:
            if not memory.run("store/tables_attached"):
                _make_schema(memory, self.settings)
            elif settings_of(memory.run("store/meta_attached"), self.path) != self.settings:
                raise LockedError(  # made by another process since this one looked
                    f"{self.path} was made by another process meanwhile; try again"
                )
            elif not memory.run("store/has_late")[0][0]:
                memory.run("store/upgrade")
            known = {Content(*row) for row in memory.run("store/contents_attached")}
            # What has another beginning than this source, or than what is new of it, can hold
            # nothing that a second look would find.
            heads = {content.head for content in ingest.contents}
            if any(content.head in heads for content in known - set(self.contents)):
                raise ContentAppeared
            cut_edges = self._insert(memory, ingest, recent)
            memory.transaction("commit")
        except BaseException:
            with suppress(engine.EngineError):  # a failed commit leaves nothing to roll back
                memory.transaction("rollback")
            raise
        self.contents = [*known, *ingest.contents]
        return cut_edges

    def _insert(self, memory: Connection, ingest: Ingest, recent: bool) -> int:
        (ingest_id,) = memory.run("store/next_ingest_id")[0]
        totals = ingest.totals
        (cut_edges,) = memory.run(
            "store/cut_edges", first=totals.first or 0, last=totals.last or 0
        )[0]
        memory.run(
            "store/add_ingest",
            ingest_id=ingest_id,
            ingested=datetime.now(UTC).replace(tzinfo=None),
            source=ingest.source,
            format=ingest.format,
            first=totals.first,
            last=totals.last,
            seconds=round(ingest.seconds, 3),
            lines=sum(totals.outcomes.values()),
            hits=totals.hits,
            pageviews=totals.pageviews,
            visits=totals.visits,
            bytes_sent=totals.bytes_sent,
            cut_edges=cut_edges,
            late=totals.late,
            placeholders=memory.run("store/placeholders")[0][0],
            geo=ingest.geo,
            lists=ingest.lists,
            **{outcome: totals.outcomes.get(outcome, 0) for outcome in OUTCOMES},
        )
        for content in ingest.contents:
            memory.run(
                "store/add_content",
                ingest_id=ingest_id,
                bytes=content.bytes,
                lines=content.lines,
                head=content.head,
                digest=content.digest,
            )
        for table in _TABLES:
            memory.run(f"store/add_{table}", ingest_id=ingest_id)
        memory.run("store/trim_recent", most=RECENT if recent else 0)
        return int(cut_edges)


def open_store(path: Path, wanted: Settings, *, explicit: frozenset[str], wait: float) -> Store:
    """Read what a database knows, to ingest into it; the database need not exist.

    `wanted`: settings for a new database; those in `explicit` were given by the user and must
    agree with an existing one (`UsageError`). Raises `DatabaseError` for a file that is none.
    """
    path = Path(os.path.realpath(path))  # of a link, what it leads to is made and written
    if not _is_there(path):
        return Store(path, wanted, ())
    database = engine.database(path, read_only=True, wait_s=wait)
    with database:
        if not database.run("store/tables"):
            return Store(path, wanted, ())
        settings = read_settings(database, path)
        for name in sorted(explicit):
            has, want = getattr(settings, name), getattr(wanted, name)
            if has != want:
                raise UsageError(
                    f"--{name.replace('_', '-')} {want}: {path} was made with {has}, which holds "
                    "for all it counts; leave the option out, or name another file with --db"
                )
        contents = [Content(*row) for row in database.run("store/contents")]
    return Store(path, settings, contents)


def read_settings(database: Connection, path: Path) -> Settings:
    """The settings in `meta`. Raises `DatabaseError` for a database that is none of ours."""
    try:
        rows = database.run("store/meta")
    except engine.EngineError:
        rows = []
    return settings_of(rows, path)


def settings_of(meta: Sequence[engine.Row], path: Path) -> Settings:
    """The settings in the rows of `meta`. Raises `DatabaseError` where they are none of ours."""
    found: dict[str, str] = dict(meta)
    try:
        version = int(found["schema_version"])
        if version > SCHEMA_VERSION:
            raise DatabaseError(
                f"{path} was written by a newer loganalytics (schema {version}); upgrade this one"
            )
        return Settings(found["timezone"], int(found["bucket_minutes"]), int(found["k"]))
    except (KeyError, ValueError):
        raise DatabaseError(
            f"{path} is no database of loganalytics; name another file with --db"
        ) from None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise DatabaseError(f"{path}: cannot be read ({error.strerror})") from None


def _make_schema(memory: Connection, settings: Settings) -> None:
    memory.use("db")
    try:
        memory.run("store/schema")
    finally:
        memory.use("memory")
    for key, value in (
        ("schema_version", SCHEMA_VERSION),
        ("timezone", settings.timezone),
        ("bucket_minutes", settings.bucket_minutes),
        ("k", settings.k),
    ):
        memory.run("store/add_meta", key=key, value=str(value))
