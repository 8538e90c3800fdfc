# SPDX-License-Identifier: GPL-3.0-or-later
"""One run: each source is read, parsed, folded and stored, as an ingest of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby
from os import path as os_path
from pathlib import Path
from zoneinfo import ZoneInfo

from loganalytics import engine
from loganalytics.errors import LockedError, SourceError
from loganalytics.fold.fold import Folding
from loganalytics.ingest.budget import plan
from loganalytics.ingest.count import Counter
from loganalytics.ledger import Matcher
from loganalytics.model import OUTCOMES, Settings, Totals
from loganalytics.parse.cleaning import clean
from loganalytics.parse.detect import detect, fitting
from loganalytics.parse.formats import Format
from loganalytics.parse.lookups import Lookups
from loganalytics.parse.parser import Parser, prepare
from loganalytics.sources import Reader, Source
from loganalytics.store import ContentAppeared, Ingest, Store, open_store

_HINT = "name the format with --format"
_ATTEMPTS = 5  # when other processes keep adding what may be the same content
Progress = Callable[[Source, int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for."""

    database: Path
    settings: Settings  # of a new database
    explicit: frozenset[str] = frozenset()  # names of settings the user gave
    format: Format | None = None  # None: detected for each source
    site: str = ""
    geoip: Path | None = None
    pixel: str = "/pixel.gif"
    exclude: tuple[str, ...] = ()
    recent: bool = True
    dry_run: bool = False
    wait: float = 5.0  # seconds for a locked database
    memory: int | None = None  # bytes; None: ingest.budget decides
    cores: int = 2


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one source. `lines` is the sum of the outcomes."""

    source: str
    status: str  # ingested, unchanged, failed, or skipped (in a folder, no access log)
    format: str = ""
    totals: Totals = field(default_factory=lambda: _totals())
    seconds: float = 0.0
    cut_edges: int = 0
    error: str = ""

    @property
    def lines(self) -> int:
        """Lines of the source, known and half-written ones included."""
        return sum(self.totals.outcomes.values())


def ingest(
    sources: Sequence[Source], options: Options, progress: Progress = lambda *_: None
) -> Iterator[Result]:
    """Ingest the sources one after the other; yields what became of each.

    A source that fails leaves nothing behind and does not stop the others. Raises `DatabaseError`,
    `LockedError` and `UsageError`, after which nothing of the source at hand was added.
    """
    store = open_store(
        options.database, options.settings, explicit=options.explicit, wait=options.wait
    )
    with _Run(options, store, progress) as run:
        for folder, inside in groupby(sources, key=_folder):
            results = []
            for source in inside:
                results.append(run.ingest(source))
                yield results[-1]
            if folder and all(result.status == "skipped" for result in results):
                yield Result(
                    folder, "failed", error=f"{folder}: no access log in this folder; {_HINT}"
                )


def _folder(source: Source) -> str:
    # The sources that one folder stands for stand side by side.
    return os_path.dirname(source.label) if source.in_folder else ""


class _Run:
    """The in-memory database and the lookups that the sources of a run share."""

    def __init__(self, options: Options, store: Store, progress: Progress) -> None:
        self._options = options
        self._store = store
        self._bucket_seconds = store.settings.bucket_minutes * 60
        budget = plan(options.memory, options.cores)
        self._chunk = budget.chunk
        self._memory = engine.memory(memory_limit=f"{budget.limit // 1_000_000}MB")
        prepare(self._memory)
        self._lookups = Lookups(
            self._memory,
            geoip=options.geoip,
            pixel=options.pixel,
            exclude=options.exclude,
            site=options.site,
        )
        self._parser = Parser(self._memory, self._lookups, bucket_seconds=self._bucket_seconds)
        self._folding = Folding(
            self._memory,
            bucket_seconds=self._bucket_seconds,
            zone=ZoneInfo(store.settings.timezone),
            k=store.settings.k,
            threads=budget.workers,
        )
        self._counter = Counter(
            self._parser,
            self._folding,
            budget,
            progress=lambda reader: progress(reader.source, reader.consumed, reader.size),
        )

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        self._counter.close()
        self._lookups.close()
        self._memory.close()

    def ingest(self, source: Source) -> Result:
        started = time.monotonic()
        try:
            if source.error:
                raise SourceError(source.error)
            for _ in range(_ATTEMPTS):
                try:
                    result = self._ingest(source, started)
                except ContentAppeared:
                    self._reopen()
                    if source.stream:
                        break
                else:
                    return replace(result, seconds=time.monotonic() - started)
            raise LockedError(
                f"{source.label}: other ingests keep adding to {self._store.path}; try again later"
            )
        except SourceError as error:
            return Result(
                source.label, "failed", seconds=time.monotonic() - started, error=str(error)
            )
        finally:
            self._counter.reset()

    def _reopen(self) -> None:
        self._store = open_store(
            self._store.path, self._store.settings, explicit=frozenset(), wait=self._options.wait
        )
        self._counter.reset()

    def _ingest(self, source: Source, started: float) -> Result:
        matcher = Matcher(self._store.contents)
        with Reader(source, chunk=self._chunk) as reader, _countable(source):
            sample = reader.sample()
            if not sample:
                return Result(source.label, "ingested", totals=_totals())
            log_format = self._format(source, sample)
            if log_format is None:
                return Result(source.label, "skipped")
            if source.stream:  # can be read but once: count, and forget what proves to be known
                counted = self._counter.count(reader, matcher, log_format)
            else:
                self._counter.probe(reader, matcher, log_format)
        if not source.stream:
            matcher = matcher.rewind()
            with (
                Reader(source, start=matcher.known_bytes, chunk=self._chunk) as reader,
                _countable(source),
            ):
                counted = self._counter.count(reader, matcher, log_format)
        new_lines = matcher.lines - matcher.known_lines
        if new_lines and not counted.parsed and not matcher.known_lines:
            raise SourceError(f"{source.label}: no line of it parses as {log_format.name}; {_HINT}")
        known = {"already_ingested": matcher.known_lines, "incomplete": int(reader.incomplete)}
        if not new_lines:
            status = "unchanged" if matcher.known_lines else "ingested"
            return Result(source.label, status, log_format.name, _totals(known))
        with _countable(source):
            folded = self._folding.fold_rest()
        malformed = {"malformed": new_lines - folded.hits}
        totals = replace(folded, outcomes=_totals(folded.outcomes | known | malformed).outcomes)
        entry = Ingest(
            source=clean(os_path.basename(source.label)).text,
            format=log_format.name,
            totals=totals,
            seconds=time.monotonic() - started,
            geo=self._lookups.geo,
            lists=self._lookups.lists,
            contents=tuple(c for c in counted.contents if c not in self._store.contents),
        )
        cut_edges = self._store.add(
            self._memory,
            entry,
            wait=self._options.wait,
            recent=self._options.recent,
            dry_run=self._options.dry_run,
        )
        return Result(source.label, "ingested", log_format.name, totals, cut_edges=cut_edges)

    def _format(self, source: Source, sample: bytes) -> Format | None:
        """The format of a source; None for a file of a folder that is no access log."""
        lines = sample.decode(errors="backslashreplace").replace("\r", "").split("\n")
        if len(lines) > 1:
            del lines[-1]  # empty, or cut by the end of the sample
        if self._options.format is not None:
            if source.in_folder and not fitting(self._options.format, lines):
                return None
            return self._options.format
        detection = detect(lines)
        if detection.format is None and not source.in_folder:
            if b"\0" in sample:
                raise SourceError(f"{source.label}: a binary file, no access log")
            fits = ", ".join(f"{name} {count}" for name, count in detection.fits)
            raise SourceError(
                f"{source.label}: no known format fits; of its first {detection.lines} lines these "
                f"fit: {fits}; {_HINT}"
            )
        return detection.format


@contextmanager
def _countable(source: Source) -> Iterator[None]:
    """Let a statement that fails on a source be the failure of that source alone."""
    try:
        yield
    except engine.EngineError as error:
        if error.failure == "out of memory":
            raise SourceError(
                f"{source.label}: not enough memory; allow more with "
                "--memory, or split the log into smaller files"
            ) from None
        raise SourceError(f"{source.label}: cannot be counted, {error}; please report") from None


def _totals(outcomes: Mapping[str, int] | None = None) -> Totals:
    given = outcomes or {}
    return Totals({name: given.get(name, 0) for name in OUTCOMES}, 0, 0, 0, 0, None, None)
