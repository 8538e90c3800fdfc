# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads known contents again, as far as they lie in a stretch of time."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from loganalytics.errors import SourceError
from loganalytics.ingest.budget import Budget
from loganalytics.ledger import Matcher
from loganalytics.model import Content, Contents
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Marks, Parser, Worker
from loganalytics.sources import Chunk, Reader, Source
from loganalytics.threads import begun

_HEADS = 50  # first lines that are cut at once


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, UTC seconds since 1970, the end not included."""

    since: int
    until: int

    def holds(self, other: Window) -> bool:
        """Whether the other lies inside."""
        return self.since <= other.since and other.until <= self.until


_NEVER = Window(0, 0)  # no line lies in it


class Reading:
    """Reads with the workers of a parser, several chunks at once. Use it in a `with`."""

    def __init__(self, parser: Parser, budget: Budget) -> None:
        self._workers = [parser.worker() for _ in range(budget.workers)]
        self._pool = begun(budget.workers, "earlier")
        self._chunk = budget.chunk

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
        if not found:
            return
        worker = self._workers[0]
        for at in range(0, len(found), _HEADS):
            some = found[at : at + _HEADS]
            worker.take(*[chunk.pieces for _, chunk in some])
            for (source, _), marks in zip(some, worker.marks(log_format), strict=True):
                yield source, hashlib.sha256(marks.text.encode()).hexdigest()

    def count(
        self,
        source: Source,
        content: Content,
        window: Window,
        log_format: Format,
        *,
        skipped: int,
    ) -> bool:
        """Count its lines, by chunks that reach into the window, if the source begins with it.

        The first `skipped` bytes are read, and not counted. Returns whether the source begins with
        the content. If not, some lines may have been counted all the same.
        """
        matcher = Matcher(Contents([content]))
        at_work: deque[tuple[int, Worker, Future[Marks]]] = deque()
        idle = deque(self._workers)

        def feed() -> None:
            raw_bytes, worker, future = at_work[0]
            marks = future.result()
            at_work.popleft()
            idle.append(worker)
            matcher.feed(marks.text, raw_bytes, marks.lines)

        try:
            with Reader(source, chunk=self._chunk) as reader:
                while reader.position < content.bytes:
                    if not idle:
                        feed()
                    skips = reader.position < skipped
                    chunk = reader.read(
                        first_line=reader.position == 0,
                        until=skipped if skips else content.bytes,
                        into=idle[0].sink(),
                    )
                    if chunk is None:
                        break
                    worker = idle.popleft()
                    future = self._pool.submit(
                        _work, worker, log_format, _NEVER if skips else window
                    )
                    at_work.append((chunk.raw_bytes, worker, future))
                while at_work:
                    feed()
        except SourceError:
            return False
        finally:
            for _, _, future in at_work:  # only after a failure: its worker must be idle again
                if not future.cancel():
                    future.exception()
        return matcher.known_bytes == content.bytes

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()


def _work(worker: Worker, log_format: Format, window: Window) -> Marks:
    (marks,) = worker.marks(log_format)
    if (
        marks.first is not None
        and marks.last is not None
        and marks.first < window.until
        and marks.last >= window.since
    ):
        worker.count()
    return marks
