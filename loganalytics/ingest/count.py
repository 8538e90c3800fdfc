# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the chunks of one source through the parser, several at once where that is safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from loganalytics.engine import EngineError
from loganalytics.fold.fold import Folding
from loganalytics.ingest.at_work import AtWork
from loganalytics.ingest.batches import Batches
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.held import Held
from loganalytics.ingest.skimming import Seen, skim
from loganalytics.ledger import Matcher
from loganalytics.model import Content, Totals
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Marks, Parser, Skimmed, Worker
from loganalytics.sources import PIECE, Chunk, Reader
from loganalytics.threads import begun

Progress = Callable[[Reader], None]
# So many times smaller is a chunk behind one that brought more new values than half its hits: to
# look them up takes several times the memory of the text.
_FLOODED = 4


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
        self._clean = True  # whether nothing of an earlier log is left
        self._progress = progress
        self._workers = [parser.worker() for _ in range(budget.workers)]
        self._pool = begun(budget.workers, "ingest")
        self._held = Held(parser, folding, budget, self._pool, before_folding)

    def reset(self) -> None:
        """Forget all that was counted, and what was looked up if that is too much by now."""
        self._parser.reset()
        self._folding.reset()
        self._held.reset()
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

    def probe(self, reader: Reader, matcher: Matcher, log_format: Format) -> Seen:
        """Read on, without counting, as long as more lines may turn out to be known."""
        with AtWork[Skimmed](self._pool, self._workers) as at_work:
            return skim(reader, matcher, log_format, at_work, lambda: self._progress(reader))

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
                self._held.note(marks)
                parsed += marks.parsed
                if self._held.is_crowded(marks):
                    self._held.make_room(marks)
            if chunk.tail:
                return Counted(parsed, (*before_tail, *matcher.contents()))
        return self._count_ahead(reader, matcher, log_format, parsed)

    def fold_rest(self, *, carry: bool) -> Mapping[int, Totals]:
        """Fold what was counted."""
        self._held.fold_portions()
        self._held.finish()
        return self._folding.fold_rest(
            self._pool, carry=carry, before_sums=self._held.forget_values
        )

    def batches(self) -> Batches:
        """To count several small logs together, of whose visitors none are those of another."""
        self._begin()
        return Batches(self._pool, self._workers)

    @property
    def is_full(self) -> bool:
        """Whether so much waits to be folded that no more small logs should join."""
        return self._held.is_full

    def _count_ahead(
        self, reader: Reader, matcher: Matcher, log_format: Format, parsed: int
    ) -> Counted:
        """Nothing depends on the order in which chunks are counted, but for the ledger's digest."""
        contents: list[Content] = []
        at_work = AtWork[tuple[Marks, int]](self._pool, self._workers)
        # What most lines will ask for is looked up for a small chunk, while another worker, if
        # there is one, cuts the next.
        first = self._next(reader, matcher, at_work.idle, size=min(PIECE, self._budget.chunk))
        size = whole = reader.even(len(self._workers))

        def oldest() -> tuple[Chunk, Marks]:
            chunk, (marks, new) = at_work.oldest()
            self._held.note(marks)
            nonlocal size
            if chunk is not first:  # of which nearly all is new whatever the log
                size = whole // _FLOODED if 2 * new > marks.parsed else whole
            return chunk, marks

        def feed(chunk: Chunk, marks: Marks) -> int:
            if chunk.tail:  # the rest of this line may come later: then what is before is known
                contents.extend(matcher.contents())
            matcher.feed(marks.text, chunk.raw_bytes, marks.lines)
            return marks.parsed

        chunk = first
        with at_work:
            counted: tuple[Chunk, Marks] | None = None
            while chunk is not None:
                if counted is not None and self._held.is_crowded(counted[1]):
                    marks = counted[1]
                    parsed += feed(*counted)
                    counted = None
                    while at_work:
                        parsed += feed(*oldest())
                    self._held.make_room(marks)
                at_work.begin(chunk, lambda worker: _count(worker, log_format))
                if counted is not None:  # the ledger's digest is made while the worker works
                    parsed += feed(*counted)
                counted = oldest() if at_work.full else None
                chunk = self._next(reader, matcher, at_work.idle, size=size)
            if counted is not None:
                parsed += feed(*counted)
            while at_work:
                parsed += feed(*oldest())
        return Counted(parsed, (*contents, *matcher.contents()))

    def _begin(self) -> None:
        if not self._clean:
            self.reset()

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


def _count(worker: Worker, log_format: Format) -> tuple[Marks, int]:
    (marks,) = worker.marks(log_format)
    return marks, worker.count()
