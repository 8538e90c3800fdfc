# SPDX-License-Identifier: GPL-3.0-or-later
"""The database file: its schema, and the one transaction that adds an ingest to it.

It is opened for writing for that transaction alone, out of the in-memory database of the ingest,
from which only the tables `new_*` are copied. A new database is made under another name and linked
into its place when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError, LockedError, UsageError
from loganalytics.leftovers import clear, remove, sweep, take_place, unfinished
from loganalytics.model import SCHEMA_VERSION, Content, Contents, Near, Settings
from loganalytics.store.adding import Added, Ingest, insert
from loganalytics.store.settings import read_settings, settings_of
from loganalytics.store.upgrading import make_schema, old_kept
from loganalytics.timings import step


class ContentAppeared(Exception):
    """What is known is no longer what it was when the sources were looked up."""


class Store:
    """The database at a path, which may not exist yet.

    `settings` are those of the database, or, for a new one, those it will get.
    """

    def __init__(self, path: Path, settings: Settings, contents: Contents) -> None:
        self.path = path
        self.settings = settings
        self.contents = contents

    @step("storing")
    def add(
        self,
        memory: Connection,
        ingests: Sequence[Ingest],
        near: Near | None,
        *,
        wait: float,
        recent: bool,
        dry_run: bool,
    ) -> list[Added]:
        """Add the counts in `memory`, each log's under a new ingest_id, in one transaction.

        What their visitors have in several of them, or with those `near`, is added, too, unless the
        ledger has changed since these were read. None: they cannot be had.

        Returns what the ledger has of each. A dry run remembers what would be known from now on and
        adds nothing.

        Raises `ContentAppeared` if content came or went meanwhile on which this may depend,
        `SourceError` if most hits of a log were counted as those of another one, `LockedError` if
        it stays locked for `wait` seconds, `DatabaseError` if it fails; then nothing was added.
        """
        if dry_run:
            self._remember(ingests)
            return [Added(0, 0, 0)] * len(ingests)
        try:
            while True:
                if self.path.exists():
                    with self.attached(memory, wait=wait), self._old_kept(memory) as outdated:
                        written = engine.identity(self.path)
                        added = self._transact(memory, ingests, near, recent, outdated=outdated)
                    if written != engine.identity(self.path):  # and went with what was added
                        raise ContentAppeared
                    return added
                if self.contents:  # the database is gone, and with it what is known
                    raise ContentAppeared
                made = self._create(memory, ingests, near, recent)
                if made is not None:
                    return made
        except engine.EngineError as error:
            raise DatabaseError(
                f"{self.path}: cannot be written: {error}; {error.advice}"
            ) from None

    @contextmanager
    def attached(self, memory: Connection, *, wait: float = 0) -> Iterator[None]:
        """Open the database for writing, as `db` beside `memory`. Fails as `add`.

        Where only the end of it fails, what was added is kept, in DuckDB's log beside the file: the
        `DatabaseError` says so.
        """
        memory.attach(self.path, wait_s=wait)
        try:
            yield
        except BaseException:
            with suppress(engine.EngineError):
                memory.detach()
            raise
        try:
            memory.detach()
        except engine.EngineError as error:
            raise DatabaseError(
                f"{self.path}: what was read is counted and safe, in a file beside it, but cannot"
                f" be brought into it: {error}; {error.advice}"
            ) from None

    def _old_kept(self, memory: Connection) -> AbstractContextManager[bool]:
        if not memory.run("store/tables_attached"):
            return nullcontext(False)
        return old_kept(memory, self.path)

    def _create(
        self, memory: Connection, ingests: Sequence[Ingest], near: Near | None, recent: bool
    ) -> list[Added] | None:
        made = unfinished(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            clear(made)
            memory.attach_new(made)
            try:
                os.chmod(made, 0o600)
                added = self._transact(memory, ingests, near, recent)
                memory.checkpoint()  # the log of a file that gets another name is lost
            finally:
                memory.detach()
            if not take_place(made, self.path):  # another process was first: add to its database
                self.contents = Contents()
                return None
            return added
        except OSError as error:
            raise DatabaseError(
                f"{self.path}: cannot be made ({error.strerror}); check the folder, or name "
                "another file with --db"
            ) from None
        finally:
            with suppress(OSError):
                remove(made)

    def _transact(
        self,
        memory: Connection,
        ingests: Sequence[Ingest],
        near: Near | None,
        recent: bool,
        *,
        outdated: bool = False,
    ) -> list[Added]:
        with memory.transaction():
            if not memory.run("store/tables_attached"):
                if self.contents:  # another file than the one that was looked into
                    raise ContentAppeared
                make_schema(memory)
                _keep(memory, self.settings)
            elif settings_of(memory.run("store/meta_attached"), self.path) != self.settings:
                raise LockedError(  # made by another process since this one looked
                    f"{self.path} was made by another process meanwhile; try again"
                )
            if outdated:
                make_schema(memory)
            known = _contents(memory, "db.contents")
            # What has another beginning than these sources, or than what is new of them, can hold
            # nothing that a second look would find.
            heads = {content.head for ingest in ingests for content in ingest.contents}
            appeared = any(c.head in heads and c not in self.contents for c in known)
            gone = not set(known).issuperset(self.contents)  # undone, or with a file that went
            if appeared or gone:
                raise ContentAppeared
            added = insert(memory, ingests, near, self.settings.timezone, recent)
        self.contents = Contents(known)
        self._remember(ingests)
        return added

    def _remember(self, ingests: Sequence[Ingest]) -> None:
        for ingest in ingests:
            self.contents.add(ingest.contents)


@step("start")
def open_store(path: Path, wanted: Settings, *, explicit: frozenset[str], wait: float) -> Store:
    """Read what a database knows, to ingest into it; the database need not exist.

    `wanted`: settings for a new database; those in `explicit` were given by the user and must
    agree with an existing one (`UsageError`). Raises `DatabaseError` for a file that is none.
    """
    path = Path(os.path.realpath(path))  # of a link, what it leads to is made and written
    sweep(path)
    if not _is_there(path):
        return Store(path, wanted, Contents())
    database = engine.database(path, read_only=True, wait_s=wait)
    with database:
        if not database.run("store/tables"):
            return Store(path, wanted, Contents())
        settings = read_settings(database, path)
        for name in sorted(explicit):
            has, want = getattr(settings, name), getattr(wanted, name)
            if has != want:
                raise UsageError(
                    f"--{name.replace('_', '-')} {want}: {path} was made with {has}, which holds "
                    "for all it counts; leave the option out, or name another file with --db"
                )
        contents = Contents(_contents(database, "contents"))
    return Store(path, settings, contents)


def _contents(connection: Connection, table: str) -> list[Content]:
    rows = connection.run("store/contents", table=table)
    return [replace(Content(*row), behind=behind) for behind, *row in rows]


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise DatabaseError(f"{path}: cannot be read ({error.strerror})") from None


def _keep(memory: Connection, settings: Settings) -> None:
    fixed = {"schema_version": SCHEMA_VERSION, "timezone": settings.timezone}
    fixed |= {"bucket_minutes": settings.bucket_minutes, "k": settings.k}
    for key, value in fixed.items():
        memory.run("store/add_meta", key=key, value=str(value))
