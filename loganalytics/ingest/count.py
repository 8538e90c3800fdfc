# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the chunks of one source through the parser, several at once where that is safe."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from loganalytics.engine import EngineError
from loganalytics.fold.fold import Folding
from loganalytics.ingest.budget import Budget
from loganalytics.ledger import Matcher
from loganalytics.model import Content, Totals
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Marks, Parser, Worker
from loganalytics.sources import PIECE, Chunk, Reader
from loganalytics.threads import begun

Progress = Callable[[Reader], None]
_OTHERS_A_VIEW = 8  # counts of bots, downloads or requests that take as much memory as a view does


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of the new lines of a source."""

    parsed: int  # lines that are hits
    contents: tuple[Content, ...]  # what will be known


class Counter:
    """Counts the lines of sources with a pool of workers, whose threads fold, too.

    Close it when done.
    """

    def __init__(
        self,
        parser: Parser,
        folding: Folding,
        budget: Budget,
        progress: Progress,
        before_folding: Callable[[], None],
    ) -> None:
        """`before_folding` is called before days that are over are folded."""
        self._parser = parser
        self._folding = folding
        self._budget = budget
        self._most_values = budget.values
        self._most_requests, self._most_texts = _few_requests(budget), _texts(budget)
        self._first: int | None = None  # when the first hit was, UTC seconds since 1970
        self._clean = True  # whether nothing of an earlier log is left
        self._progress = progress
        self._before_folding = before_folding
        self._workers = [parser.worker() for _ in range(budget.workers)]
        self._pool = begun(budget.workers, "ingest")

    def reset(self) -> None:
        """Forget all that was counted, and what was looked up if that is too much by now."""
        self._parser.reset()
        self._folding.reset()
        self._most_values = self._budget.values
        self._most_requests = _few_requests(self._budget)
        self._most_texts = _texts(self._budget)
        self._first = None
        self._forget_values()
        self._clean = True

    def let_go(self) -> None:
        """The same for a log that is done with: what fails is done before the next is counted."""
        self._clean = False
        with suppress(EngineError):
            self.reset()

    def close(self) -> None:
        """Wait for the workers and close them."""
        self._pool.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def probe(self, reader: Reader, matcher: Matcher, log_format: Format) -> None:
        """Read on, without counting, as long as more lines may turn out to be known."""
        worker = self._workers[0]
        while matcher.alive and (chunk := self._next(reader, matcher, worker)) is not None:
            (marks,) = worker.marks(log_format)
            matcher.feed(marks.text, chunk.raw_bytes, marks.lines)

    def count(self, reader: Reader, matcher: Matcher, log_format: Format) -> Counted:
        """Count all lines that are left; what proves to be known on the way is forgotten again."""
        self._begin()
        worker = self._workers[0]
        parsed = 0
        while matcher.alive and (chunk := self._next(reader, matcher, worker)) is not None:
            (marks,) = worker.marks(log_format)
            before_tail = matcher.contents() if chunk.tail else []
            if matcher.feed(marks.text, chunk.raw_bytes, marks.lines):
                self.reset()
                parsed = 0
            else:
                worker.count()
                self._note(marks)
                parsed += marks.parsed
                if self._is_crowded(marks):
                    self._make_room(marks)
            if chunk.tail:
                return Counted(parsed, (*before_tail, *matcher.contents()))
        return self._count_ahead(reader, matcher, log_format, parsed)

    def fold_rest(self, *, carry: bool) -> Mapping[int, Totals]:
        """Fold what was counted: in portions of whole days where most hits brought new values.

        As those are in memory, too, fewer views can be folded at once then.
        """
        parser, budget = self._parser, self._budget
        if parser.lookups.values > budget.values:
            values = parser.lookups.values
            most = (budget.views + budget.values) * parser.views // (parser.views + values)
            while (before := self._folding.portion(most)) is not None:
                self._fold_before(before)
                parser.lookups.forget_unused()
        parser.finish()
        return self._folding.fold_rest(self._pool, carry=carry, before_sums=self._forget_values)

    def cut_together(
        self, logs: Sequence[Sequence[bytes | memoryview]], log_format: Format
    ) -> list[Marks]:
        """Cut several small logs as one chunk, without counting them yet."""
        self._begin()
        self._workers[0].take(*logs)
        return self._workers[0].marks(log_format)

    def count_together(self, known: Mapping[int, int]) -> None:
        """Count their lines, but for the first ones of some logs: so many of each."""
        self._workers[0].forget(known)
        self._workers[0].count()

    def _count_ahead(
        self, reader: Reader, matcher: Matcher, log_format: Format, parsed: int
    ) -> Counted:
        """Nothing depends on the order in which chunks are counted, but for the ledger's digest."""
        contents: list[Content] = []
        at_work: deque[tuple[Chunk, Worker, Future[Marks]]] = deque()
        idle = deque(self._workers)

        def oldest() -> tuple[Chunk, Marks]:
            chunk, worker, future = at_work[0]
            marks = future.result()  # what fails here is waited for below
            at_work.popleft()
            idle.append(worker)
            self._note(marks)
            return chunk, marks

        def feed(chunk: Chunk, marks: Marks) -> int:
            if chunk.tail:  # the rest of this line may come later: then what is before is known
                contents.extend(matcher.contents())
            matcher.feed(marks.text, chunk.raw_bytes, marks.lines)
            return marks.parsed

        try:
            # What most lines will ask for is looked up for a small chunk, while another worker, if
            # there is one, cuts the next.
            chunk = self._next(reader, matcher, idle[0], size=min(PIECE, self._budget.chunk))
            size = reader.even(len(self._workers))
            counted: tuple[Chunk, Marks] | None = None
            while chunk is not None:
                if counted is not None and self._is_crowded(counted[1]):
                    marks = counted[1]
                    parsed += feed(*counted)
                    counted = None
                    while at_work:
                        parsed += feed(*oldest())
                    self._make_room(marks)
                worker = idle.popleft()
                at_work.append((chunk, worker, self._pool.submit(_work, worker, log_format)))
                if counted is not None:  # the ledger's digest is made while the worker works
                    parsed += feed(*counted)
                counted = None if idle else oldest()
                chunk = self._next(reader, matcher, idle[0], size=size)
            if counted is not None:
                parsed += feed(*counted)
            while at_work:
                parsed += feed(*oldest())
        finally:
            for _, _, future in at_work:  # only after a failure: its worker must be idle again
                if not future.cancel():
                    future.exception()
        return Counted(parsed, (*contents, *matcher.contents()))

    def _begin(self) -> None:
        if not self._clean:
            self.reset()

    def _forget_values(self) -> None:
        """Forget what was looked up, if that is too much by now."""
        if self._parser.lookups.values > self._budget.values:
            self._parser.lookups.forget_unused()

    def _is_crowded(self, marks: Marks) -> bool:
        """Whether more waits in memory than may, and something can be done about it."""
        parser = self._parser
        return (
            parser.lookups.values > self._most_values
            or parser.requests > self._most_requests
            or parser.texts > self._most_texts
            or self._may_fold(marks)
        )

    def _may_fold(self, marks: Marks) -> bool:
        """Whether more waits to be folded than may, and days are over."""
        parser, views, budget = self._parser, self._waiting(), self._budget
        return (
            views > budget.views
            or views + parser.lookups.values > budget.views + budget.values
            or parser.texts > _texts(budget)
        ) and self._over(marks) is not None

    def _waiting(self) -> int:
        """How many views wait to be folded, and what takes as much memory."""
        parser = self._parser
        return parser.views + (parser.others + parser.requests) // _OTHERS_A_VIEW

    def _make_room(self, marks: Marks) -> None:
        """Fold days that are over, forget what nothing points at. No chunk may be at work."""
        parser = self._parser
        crowded = parser.requests > self._most_requests or parser.texts > self._most_texts
        if crowded:
            parser.prune()
            parser.squeeze(_OTHERS_A_VIEW * self._budget.views, _texts(self._budget))
        if parser.lookups.values > self._most_values or self._may_fold(marks):
            before = self._over(marks)
            if before is not None:
                if parser.texts > _texts(self._budget) // 2:
                    self._most_values = (
                        0  # what was looked up for these days is long, and done with
                    )
                self._before_folding()
                self._fold_before(before)
        if crowded:
            # What has to stay stays: look again when it has doubled.
            self._most_requests = max(_few_requests(self._budget), 2 * parser.requests)
            self._most_texts = max(_texts(self._budget), 2 * parser.texts)
        if self._parser.lookups.values > self._most_values:
            self._parser.lookups.forget_unused()
            # What is still pointed at cannot be forgotten: look again when it has doubled.
            self._most_values = max(self._budget.values, 2 * self._parser.lookups.values)

    def _note(self, marks: Marks) -> None:
        """Take note of a chunk that was counted."""
        if marks.first is not None:
            self._first = marks.first if self._first is None else min(self._first, marks.first)

    def _over(self, marks: Marks) -> int | None:
        """Up to where days are over that something was counted of; None for none."""
        if marks.early is None or self._first is None:
            return None
        parser = self._parser
        held = self._budget.held(self._waiting(), parser.lookups.values) + parser.texts
        short = held > self._budget.limit // 2
        before = self._folding.days_before(marks.early, short=short)
        return before if before is not None and self._first < before else None

    def _fold_before(self, before: int) -> None:
        parser = self._parser
        parser.finish(before)
        parser.views, parser.others, _ = self._folding.fold_before(before, self._pool)
        parser.measure()

    def _next(
        self, reader: Reader, matcher: Matcher, worker: Worker, *, size: int | None = None
    ) -> Chunk | None:
        """Read the next chunk into the memory of a worker that has nothing to do."""
        chunk = reader.read(
            first_line=matcher.wants_line,
            until=matcher.next_cut(),
            size=size,
            into=worker.sink(),
        )
        self._progress(reader)
        return chunk


def _work(worker: Worker, log_format: Format) -> Marks:
    (marks,) = worker.marks(log_format)
    worker.count()
    return marks


def _few_requests(budget: Budget) -> int:
    """So many that it is not worth while to add them up."""
    return 2 * budget.views


def _texts(budget: Budget) -> int:
    """Bytes of what was asked for that may wait to be looked up, which takes its size manifold."""
    return min(150 * budget.values, budget.limit // 40)
