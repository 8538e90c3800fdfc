# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads known contents again, as far as they lie in a stretch of time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import partial

from loganalytics.errors import SourceError
from loganalytics.ingest.at_work import AtWork
from loganalytics.ingest.budget import Budget
from loganalytics.ingest.siblings import Known, Part, candidates, parts
from loganalytics.ingest.skimming import Seen, Stretch, Window, digest, near, skim, skimmed
from loganalytics.ingest.together import Text, begins, looks_small, read_small
from loganalytics.ledger import Matcher
from loganalytics.model import Content, Contents
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Parser, Skimmed, Worker
from loganalytics.sources import Chunk, Reader, Source
from loganalytics.threads import begun

State = tuple[str, int, int, str]  # a source's name, size and time, and the format it is read in
_HEADS = 50  # first lines that are cut at once
_LITTLE = 1 << 20  # bytes that a file may have that is read whole


class Reading:
    """Reads with the workers of a parser, several chunks at once. Use it in a `with`."""

    def __init__(
        self,
        parser: Parser,
        budget: Budget,
        seen: MutableMapping[str, Seen],
        heads: MutableMapping[State, str],
    ) -> None:
        """`seen`: what was seen of sources in this run, by name; what is seen now is added.

        `heads`: the same of their first lines, '' where there is none.
        """
        self._workers = [parser.worker() for _ in range(budget.workers)]
        self._pool = begun(budget.workers, "earlier")
        self._chunk = budget.chunk
        self._seen = seen
        self._heads = heads

    def heads(self, sources: Sequence[Source], log_format: Format) -> Iterator[tuple[Source, str]]:
        """The sources that have a line, and what the ledger knows their first lines by.

        They are looked at as far as they are asked for, and in a run again only if they changed.
        """
        for at in range(0, len(sources), _HEADS):
            states = [(_state(source, log_format), source) for source in sources[at : at + _HEADS]]
            self._look([each for each in states if each[0] not in self._heads], log_format)
            for state, source in states:
                if head := self._heads.get(state):
                    yield source, head

    def _look(self, new: Iterable[tuple[State, Source]], log_format: Format) -> None:
        found: list[tuple[State, Chunk]] = []
        for state, source in new:
            with suppress(SourceError), Reader(source) as reader:
                self._heads[state] = ""
                # A file that begins with no line is not read on to look for its end.
                first = reader.read(first_line=True) if b"\n" in reader.sample() else None
                if first is not None:
                    found.append((state, first))
        if found:
            worker = self._workers[0]
            worker.take(*[chunk.pieces for _, chunk in found])
            for (state, _), marks in zip(found, worker.skim(log_format), strict=True):
                self._heads[state] = digest(marks)

    def whole(
        self,
        heads: Iterator[tuple[Source, str]],
        known: Mapping[str, Sequence[Known]],
        missing: AbstractSet[int],
        others: AbstractSet[int],
        log_format: Format,
    ) -> Iterator[Part]:
        """Count little files that are parts, whole, many as one chunk: these parts.

        `known`: contents by what they begin with. To count lines takes a tenth of a second, however
        few they are.
        """
        wanted, taken = set(missing), set(others)
        for texts in self._little(heads, known, wanted, log_format):
            yield from self._count_whole(texts, wanted, taken, log_format)

    def _little(
        self,
        heads: Iterator[tuple[Source, str]],
        known: Mapping[str, Sequence[Known]],
        wanted: AbstractSet[int],
        log_format: Format,
    ) -> Iterator[Sequence[tuple[Text, Sequence[Known]]]]:
        """Texts of little files that may be parts, as many as a chunk holds, and as what of."""
        found: list[tuple[Text, Sequence[Known]]] = []
        weight = 0
        for source, contents in candidates(heads, known, wanted):
            text = _little_text(source, log_format)
            if text is None:
                continue
            if found and weight + text.weight > self._chunk:
                yield found
                found, weight = [], 0
            found.append((text, contents))
            weight += text.weight
        if found:
            yield found

    def _count_whole(
        self,
        texts: Sequence[tuple[Text, Sequence[Known]]],
        wanted: set[int],
        taken: set[int],
        log_format: Format,
    ) -> Sequence[Part]:
        worker = self._workers[0]
        worker.take(*[text.pieces for text, _ in texts])
        whole: list[tuple[Text, Part]] = []
        for (text, known), marks in zip(texts, worker.skim(log_format), strict=True):
            contents = begins(text, marks, Contents(each.content for each in known))
            part = next(parts(_of(known, contents), wanted, taken), None)
            if part is not None and part.skipped is None and part.content.lines == marks.lines:
                whole.append((text, part))
                wanted -= part.owners
                taken |= part.owners
        if whole:
            worker.take([piece for text, _ in whole for piece in text.pieces])
            worker.marks(log_format)
            worker.count()
        return [part for _, part in whole]

    def begins_with(
        self, source: Source, known: Sequence[Known], log_format: Format
    ) -> Sequence[Known]:
        """Those of some contents, whose first lines agree, that a source begins with."""
        contents = {each.content for each in known}
        seen = self._seen.get(source.name)
        if seen is None or not seen.compared.issuperset(contents):
            try:
                with (
                    Reader(source, chunk=self._chunk) as reader,
                    AtWork[Skimmed](self._pool, self._workers) as at_work,
                ):
                    seen = skim(reader, Matcher(Contents(contents)), log_format, at_work)
            except SourceError:
                return ()
            self._seen[source.name] = seen
        return _of(known, seen.begins)

    def near(self, source: Source, part: Part, window: Window) -> Sequence[Stretch]:
        """The lines of a part, from the first to the last stretch that reaches into the window.

        The source begins with what the part does, as far as `begins_with` saw.
        """
        skipped = part.skipped.bytes if part.skipped is not None else 0
        return near(self._seen[source.name].behind(skipped, part.content), window)

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

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.close()


def _state(source: Source, log_format: Format) -> State:
    """What a source was read as: another one, by name and time, has to be read again."""
    try:
        about = os.stat(source.name)
    except OSError:
        return source.name, 0, 0, log_format.name
    return source.name, about.st_size, about.st_mtime_ns, log_format.name


def _little_text(source: Source, log_format: Format) -> Text | None:
    """The text of a file, to its end; None where there is more than little."""
    if not looks_small(source, _LITTLE):
        return None
    try:
        with Reader(source) as reader:
            return read_small(reader, log_format, _LITTLE)
    except SourceError:
        return None


def _of(known: Sequence[Known], contents: AbstractSet[Content]) -> Sequence[Known]:
    return [each for each in known if each.content in contents]


def _counted(log_format: Format, worker: Worker) -> Skimmed:
    (marks,) = worker.marks(log_format)
    worker.count()
    return marks
