# SPDX-License-Identifier: GPL-3.0-or-later
"""The database file: its schema, and the one transaction that adds an ingest to it.

It is opened for writing for that transaction alone, out of the in-memory database of the ingest,
from which only the tables `new_*` are copied. A new database is made under another name and linked
into its place when it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from loganalytics import engine
from loganalytics.engine import Connection
from loganalytics.errors import DatabaseError, LockedError, UsageError
from loganalytics.model import OUTCOMES, SCHEMA_VERSION, Content, Contents, Settings, Totals
from loganalytics.timings import step

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

    log: int  # which of the logs that were counted together
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

    def __init__(self, path: Path, settings: Settings, contents: Contents) -> None:
        self.path = path
        self.settings = settings
        self.contents = contents

    @step("storing")
    def add(
        self,
        memory: Connection,
        ingests: Sequence[Ingest],
        *,
        wait: float,
        recent: bool,
        dry_run: bool,
    ) -> list[int]:
        """Add the counts in `memory`, each log's under a new ingest_id, in one transaction.

        Returns for each ingest how many visits the border to an earlier one may have cut. A dry run
        remembers what would be known from now on and adds nothing.

        Raises `ContentAppeared` if another process made content known that may be part of this,
        `LockedError` if it stays locked for `wait` seconds, `DatabaseError` if it fails; then
        nothing was added.
        """
        if dry_run:
            self._remember(ingests)
            return [0] * len(ingests)
        try:
            while True:
                if self.path.exists():
                    with self.attached(memory, wait=wait):
                        return self._transact(memory, ingests, recent)
                if self.contents:  # the database is gone, and with it what is known
                    raise ContentAppeared
                cut_edges = self._create(memory, ingests, recent)
                if cut_edges is not None:
                    return cut_edges
        except engine.EngineError as error:
            raise DatabaseError(
                f"{self.path}: cannot be written: {error}; is the disk full?"
            ) from None

    @contextmanager
    def attached(self, memory: Connection, *, wait: float = 0) -> Iterator[None]:
        """Open the database for writing, as `db` beside `memory`. Fails as `add`."""
        memory.attach(self.path, wait_s=wait)
        try:
            yield
        finally:
            memory.detach()

    def _create(
        self, memory: Connection, ingests: Sequence[Ingest], recent: bool
    ) -> list[int] | None:
        made = self.path.with_name(f".{self.path.name}.{os.getpid()}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            made.unlink(missing_ok=True)
            memory.attach(made)
            try:
                os.chmod(made, 0o600)
                cut_edges = self._transact(memory, ingests, recent)
            finally:
                memory.detach()
            try:
                os.link(made, self.path)
            except FileExistsError:  # another process was first: add to its database
                self.contents = Contents()
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

    def _transact(self, memory: Connection, ingests: Sequence[Ingest], recent: bool) -> list[int]:
        memory.transaction("begin")
        try:
            if not memory.run("store/tables_attached"):
                _make_schema(memory, self.settings)
            elif settings_of(memory.run("store/meta_attached"), self.path) != self.settings:
                raise LockedError(  # made by another process since this one looked
                    f"{self.path} was made by another process meanwhile; try again"
                )
            elif not memory.run("store/is_current")[0][0]:
                memory.run("store/upgrade")
            known = [Content(*row) for row in memory.run("store/contents_attached")]
            # What has another beginning than these sources, or than what is new of them, can hold
            # nothing that a second look would find.
            heads = {content.head for ingest in ingests for content in ingest.contents}
            if any(c.head in heads and c not in self.contents for c in known):
                raise ContentAppeared
            cut_edges = _insert(memory, ingests, recent)
            memory.transaction("commit")
        except BaseException:
            with suppress(engine.EngineError):  # a failed commit leaves nothing to roll back
                memory.transaction("rollback")
            raise
        self.contents = Contents(known)
        self._remember(ingests)
        return cut_edges

    def _remember(self, ingests: Sequence[Ingest]) -> None:
        for ingest in ingests:
            self.contents.add(ingest.contents)


def _insert(memory: Connection, ingests: Sequence[Ingest], recent: bool) -> list[int]:
    (first_id,) = memory.run("store/next_ingest_id")[0]
    ids = list(range(first_id, first_id + len(ingests)))
    logs = [ingest.log for ingest in ingests]
    firsts = [ingest.totals.first for ingest in ingests]
    lasts = [ingest.totals.last for ingest in ingests]
    found: dict[int, int] = dict(
        memory.run("store/cut_edges", log=logs, ingest_id=ids, first=firsts, last=lasts)
    )
    cut_edges = [found.get(ingest_id, 0) for ingest_id in ids]
    placeholders: dict[int, int] = dict(memory.run("store/placeholders"))
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
        placeholders=[placeholders.get(ingest.log, 0) for ingest in ingests],
        geo=[ingest.geo for ingest in ingests],
        lists=[ingest.lists for ingest in ingests],
        **{
            outcome: [ingest.totals.outcomes.get(outcome, 0) for ingest in ingests]
            for outcome in OUTCOMES
        },
    )
    rows = [
        (ingest_id, content.bytes, content.lines, content.head, content.digest)
        for ingest_id, ingest in zip(ids, ingests, strict=True)
        for content in ingest.contents
    ]
    names = ("ingest_id", "bytes", "lines", "head", "digest")
    memory.run("store/add_contents", **dict(zip(names, engine.arrays(rows, 5), strict=True)))
    for table in _TABLES:
        memory.run(f"store/add_{table}", log=logs, ingest_id=ids)
    memory.run("store/trim_recent", most=RECENT if recent else 0)
    return cut_edges


@step("start")
def open_store(path: Path, wanted: Settings, *, explicit: frozenset[str], wait: float) -> Store:
    """Read what a database knows, to ingest into it; the database need not exist.

    `wanted`: settings for a new database; those in `explicit` were given by the user and must
    agree with an existing one (`UsageError`). Raises `DatabaseError` for a file that is none.
    """
    path = Path(os.path.realpath(path))  # of a link, what it leads to is made and written
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
        contents = Contents(Content(*row) for row in database.run("store/contents"))
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
