# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads known contents again, as far as they lie in a stretch of time."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from functools import partial

from loganalytics.errors import SourceError
from loganalytics.ingest.at_work import AtWork
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.siblings import Part
from loganalytics.ingest.skimming import Seen, Stretch, Window, digest, near, skim, skimmed
from loganalytics.ledger import Matcher
from loganalytics.model import Contents
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Parser, Skimmed, Worker
from loganalytics.sources import Chunk, Reader, Source
from loganalytics.threads import begun

_HEADS = 50  # first lines that are cut at once


class Reading:
    """Reads with the workers of a parser, several chunks at once. Use it in a `with`."""

    def __init__(self, parser: Parser, budget: Budget, seen: MutableMapping[str, Seen]) -> None:
        """`seen`: what was seen of sources in this run, by name; what is seen now is added."""
        self._workers = [parser.worker() for _ in range(budget.workers)]
        self._pool = begun(budget.workers, "earlier")
        self._chunk = budget.chunk
        self._seen = seen

    def heads(self, sources: Sequence[Source], log_format: Format) -> Iterator[tuple[Source, str]]:
        """The sources that have a line, and what the ledger knows their first lines by."""
        found: list[tuple[Source, Chunk]] = []
        for source in sources:
            try:
                with Reader(source) as reader:
                    # A file that begins with no line is not read on to look for its end.
                    first = reader.read(first_line=True) if b"\n" in reader.sample() else None
            except SourceError:
                continue
            if first is not None:
                found.append((source, first))
        worker = self._workers[0]
        for at in range(0, len(found), _HEADS):
            some = found[at : at + _HEADS]
            worker.take(*[chunk.pieces for _, chunk in some])
            for (source, _), marks in zip(some, worker.skim(log_format), strict=True):
                yield source, digest(marks)

    def near(
        self, source: Source, part: Part, window: Window, log_format: Format
    ) -> Sequence[Stretch] | None:
        """The lines of a part, from the first to the last stretch that reaches into the window.

        None where the source does not begin with its content.
        """
        seen = self._seen.get(source.name)
        if seen is None or not seen.begins.issuperset(part.contents):
            seen = self._skim(source, part, log_format)
            if seen is None:
                return None
            self._seen[source.name] = seen
        skipped = part.skipped.bytes if part.skipped is not None else 0
        return near(seen.behind(skipped, part.content), window)

    def count(
        self, source: Source, stretches: Sequence[Stretch], window: Window, log_format: Format
    ) -> bool:
        """Count the lines of those of successive stretches that reach into the window.

        Returns whether they are still the lines that were seen there. If not, some may have been
        counted all the same.
        """
        if not stretches:
            return True
        found: list[str] = []
        try:
            with (
                Reader(source, start=stretches[0].begin, chunk=self._chunk) as reader,
                AtWork[Skimmed](self._pool, self._workers) as at_work,
            ):
                for each in stretches:
                    if at_work.full:
                        found.append(digest(at_work.oldest()[1]))
                    chunk = reader.read(
                        until=each.end, size=each.end - each.begin, into=at_work.idle.sink()
                    )
                    if chunk is None:
                        return False
                    reaches = window.meets(each.first, each.last)
                    at_work.begin(chunk, partial(_counted if reaches else skimmed, log_format))
                while at_work:
                    found.append(digest(at_work.oldest()[1]))
        except SourceError:
            return False
        return found == [each.digest for each in stretches]

    def _skim(self, source: Source, part: Part, log_format: Format) -> Seen | None:
        matcher = Matcher(Contents(part.contents))
        try:
            with (
                Reader(source, chunk=self._chunk) as reader,
                AtWork[Skimmed](self._pool, self._workers) as at_work,
            ):
                seen = skim(reader, matcher, log_format, at_work)
        except SourceError:
            return None
        return seen if seen.begins.issuperset(part.contents) else None

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()


def _counted(log_format: Format, worker: Worker) -> Skimmed:
    (marks,) = worker.marks(log_format)
    worker.count()
    return marks
