# SPDX-License-Identifier: GPL-3.0-or-later
"""How a source gets into the database: read, parsed, folded and stored as an ingest of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from os import path as os_path
from zoneinfo import ZoneInfo

from loganalytics import engine
from loganalytics.errors import LockedError, SourceError
from loganalytics.fold.fold import Folding
from loganalytics.ingest.budget import plan
from loganalytics.ingest.count import Counter
from loganalytics.ingest.earlier import Earlier
from loganalytics.ingest.format import format_of
from loganalytics.ingest.gathering import Gathering
from loganalytics.ingest.model import Options, Read, Result, countable, totals
from loganalytics.ingest.skimming import AtHand
from loganalytics.ingest.summing import sum_up
from loganalytics.ingest.together import Text, looks_small, read_small, small
from loganalytics.ledger import Matcher
from loganalytics.model import Near, Totals
from loganalytics.parse.lookups import Lookups
from loganalytics.parse.parser import Parser, prepare
from loganalytics.sources import Reader, Source
from loganalytics.store import ContentAppeared, Ingest, Store, open_store
from loganalytics.timings import step

_ATTEMPTS = 5  # when other processes keep adding what may be the same content
Progress = Callable[[Source, int, int], None]


class Intake:
    """Reads, parses, folds and stores sources, which share the lookups. Use it in a `with`."""

    @step("start")
    def __init__(
        self, options: Options, store: Store, progress: Progress, *, several: bool
    ) -> None:
        """`several`: whether more than one source will come."""
        self._options, self._several = options, several
        self._store = store
        self._progress = progress
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
            redact=options.redact,
            keep=options.keep_query,
            leave_out=options.exclude_addresses,
        )
        zone = ZoneInfo(store.settings.timezone)
        bucket_seconds, k = store.settings.bucket_minutes * 60, store.settings.k
        self._parser = Parser(
            self._memory, self._lookups, bucket_seconds=bucket_seconds, zone=zone, k=k
        )
        self._folding = Folding(
            self._memory,
            bucket_seconds=bucket_seconds,
            zone=zone,
            k=k,
            threads=budget.workers,
        )
        self._counter = Counter(
            self._parser,
            self._folding,
            budget,
            progress=lambda reader: progress(reader.source, reader.consumed, reader.size),
            before_folding=self._look_beside,
        )
        self._at_hand: AtHand | None = None  # until looked beside it
        self._near: Near | None = None
        self._gathering: Gathering | None = None
        self._earlier = Earlier(
            self._memory,
            self._lookups,
            self._parser,
            budget,
            zone=zone,
            options=options.text,
            wait=options.wait,
        )

    def __enter__(self) -> Intake:
        return self

    @step("end")
    def __exit__(self, *_: object) -> None:
        if self._gathering is not None:
            self._gathering.close()
        self._counter.close()
        self._lookups.close()
        self._memory.close()

    def look(self, source: Source) -> Text | Result | None:
        """The text of a small source, or what became of one that is not read further."""
        if not looks_small(source, most := small(self._chunk)):
            return None
        try:
            with Reader(source, chunk=self._chunk) as reader:
                self._progress(source, 0, reader.size)
                sample = reader.sample()
                if not sample:
                    return Result(source.label, "ingested")
                log_format = format_of(source, sample, self._options.format)
                if log_format is None:
                    return Result(source.label, "skipped")
                return read_small(reader, log_format, most)
        except SourceError as error:
            return Result(source.label, "failed", error=str(error))

    def alone(self, source: Source) -> Result:
        """Ingest one source; a failure of it is a result."""
        started = time.monotonic()
        try:
            if source.error:
                raise SourceError(source.error)
            result = self._repeated(source, lambda: self._ingest_alone(source, started))
            return replace(result, seconds=time.monotonic() - started)
        except SourceError as error:
            return Result(
                source.label, "failed", seconds=time.monotonic() - started, error=str(error)
            )

    def gathers(self) -> bool:
        """Whether one more small source may share a transaction with those gathered so far."""
        return self._gathering is None or self._gathering.takes_more

    def gather(self, text: Text) -> None:
        """Begin to count a small source, of the format of those gathered so far, if any."""
        if self._gathering is None:
            self._gathering = Gathering(
                self._counter, self._store.contents, self._options, chunk=self._chunk
            )
        self._gathering.add(text)

    def store_gathered(self) -> list[Result] | None:
        """What became of those gathered up to one to be alone; None if one keeps all out."""
        gathering, self._gathering = self._gathering, None
        if gathering is None:
            return []
        try:
            with closing(gathering):
                return self._stored(gathering) if len(gathering) > 1 else []
        except (SourceError, OSError):
            self._earlier.clear()
            return None
        except ContentAppeared:
            self._reopen()
        except BaseException:
            self._earlier.clear()
            raise
        finally:
            self._counter.let_go()
        return []

    def _repeated(self, source: Source, attempt: Callable[[], Result]) -> Result:
        """Try again where another process added what may be the same content."""
        try:
            for _ in range(_ATTEMPTS):
                try:
                    return attempt()
                except ContentAppeared:
                    self._reopen()
                    if source.stream:
                        break
            raise LockedError(
                f"{source.label}: other ingests keep adding to {self._store.path}; try again later"
            )
        except BaseException:
            self._earlier.clear()
            raise
        finally:
            self._counter.let_go()

    def _reopen(self) -> None:
        self._store = open_store(
            self._store.path, self._store.settings, explicit=frozenset(), wait=self._options.wait
        )
        self._earlier.clear()
        self._counter.reset()

    def _ingest_alone(self, source: Source, started: float) -> Result:
        matcher = Matcher(self._store.contents)
        with Reader(source, chunk=self._chunk) as reader, countable(source):
            sample = reader.sample()
            if not sample:
                return Result(source.label, "ingested")
            log_format = format_of(source, sample, self._options.format)
            if log_format is None:
                return Result(source.label, "skipped")
            if source.stream:  # can be read but once: count, and forget what proves to be known
                self._at_hand = AtHand([source], log_format, {})
                counted = self._counter.count(reader, matcher, log_format)
            else:
                seen = self._counter.probe(reader, matcher, log_format)
                self._at_hand = AtHand([source], log_format, {source.name: seen})
        if not source.stream:
            matcher = matcher.rewind()
            with (
                Reader(source, start=matcher.known_bytes, chunk=self._chunk) as reader,
                countable(source),
            ):
                counted = self._counter.count(reader, matcher, log_format)
        read = Read(
            source,
            log_format,
            matcher.lines,
            matcher.known_lines,
            counted.parsed,
            reader.incomplete,
            self._store.contents.without(counted.contents),
        )
        at_once = read.nothing_new(self._store.contents, self._options)
        if at_once is not None:
            return at_once
        with countable(source):
            self._look_beside()
            folded = self._fold()
        return self._add({0: (read, folded.get(0, totals()), time.monotonic() - started)})[0]

    def _stored(self, gathering: Gathering) -> list[Result]:
        gathering.finish()
        results, new = gathering.nothing_new, gathering.new
        if new:
            self._at_hand = gathering.at_hand
            with countable(self._at_hand.sources[0]):
                self._look_beside(logs=len(new))
                folded = self._fold()
            a_line = gathering.seconds_a_line
            counted = {log: (folded.get(log, totals()), a_line * new[log].lines) for log in new}
            results |= self._add({log: (new[log], *counted[log]) for log in new})
        return [results[log] for log in sorted(results)]

    def _look_beside(self, logs: int = 1) -> None:
        """Read the known lines near those at hand, before the first of these are folded."""
        if self._at_hand is None:
            return
        at_hand, self._at_hand = self._at_hand, None
        self._near = None
        if not self._options.dry_run:
            self._near = self._earlier.find(self._store, at_hand)
        self._folding.joins = self._near is not None and (bool(self._near.ingest_ids) or logs > 1)

    def _fold(self) -> Mapping[int, Totals]:
        return self._counter.fold_rest(carry=self._several and not self._options.dry_run)

    def _add(self, new: Mapping[int, tuple[Read, Totals, float]]) -> dict[int, Result]:
        """Add what was read as each log: what it came to, in how many seconds."""
        entries = [
            Ingest(
                log=log,
                source=self._lookups.clean(os_path.basename(read.source.label)).text,
                format=read.format.name,
                totals=read.total(folded),
                seconds=seconds,
                geo=self._lookups.geo,
                lists=self._lookups.lists,
                options=self._options.text,
                contents=read.contents,
            )
            for log, (read, folded, seconds) in new.items()
        ]
        added = self._store.add(
            self._memory,
            entries,
            self._near,
            wait=self._options.wait,
            recent=self._options.recent,
            dry_run=self._options.dry_run,
        )
        if not self._options.dry_run:
            if self._folding.carried:
                self._earlier.keep([each.ingest_id for each in added])
            else:
                self._earlier.let_go()
            sum_up(self._memory, self._store)
        return {
            log: Result(
                read.source.label,
                "ingested",
                entry.format,
                entry.totals,
                entry.seconds,
                each.cut_edges,
                each.placeholders,
                hosts=read.format.hosts,
            )
            for (log, (read, *_)), entry, each in zip(new.items(), entries, added, strict=True)
        }
