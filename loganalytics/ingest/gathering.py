# SPDX-License-Identifier: GPL-3.0-or-later
"""Gathers small sources of one format, to be folded and stored at once."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import partial

from loganalytics.errors import SourceError
from loganalytics.ingest.batches import Batches
from loganalytics.ingest.count import Counter
from loganalytics.ingest.model import Options, Read, Result, countable
from loganalytics.ingest.skimming import AtHand
from loganalytics.ingest.together import Text, follow
from loganalytics.model import Contents
from loganalytics.parse.parser import Marks

MOST = 1000  # sources of a transaction; a site's number has room for no more (parse/macros)


class Gathering:
    """Small sources of one format, counted by batches of a chunk while more are read.

    They are numbered in their order, as logs. One that has to be counted alone ends what is
    gathered: it keeps its text, and so do those behind it. So does a batch that fails, which
    `finish` tells. Close it in any case.

    Attributes: `nothing_new`, what became of sources without a new line, or failed; `new`, what was
    read of the others.
    """

    def __init__(
        self, counter: Counter, contents: Contents, options: Options, *, chunk: int
    ) -> None:
        """`contents`: those that are known; `chunk`: bytes of text in a batch."""
        self._counter = counter
        self._contents = contents.copy()
        self._options = options
        self._chunk = chunk
        self._batches: Batches | None = None
        self._started = time.monotonic()
        self._texts: list[Text] = []
        self._begun = 0  # the first ones, which were handed on
        self._weight = 0  # of the others
        self._lines = 0
        self._ended = False
        self._failure: SourceError | OSError | None = None
        self.nothing_new: dict[int, Result] = {}
        self.new: dict[int, Read] = {}

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def at_hand(self) -> AtHand:
        """The sources; there is one at least."""
        return AtHand([text.source for text in self._texts], self._texts[0].format, {})

    @property
    def seconds_a_line(self) -> float:
        """How long a line took so far."""
        return (time.monotonic() - self._started) / max(self._lines, 1)

    @property
    def takes_more(self) -> bool:
        """Whether one more source may join."""
        return len(self._texts) < MOST and not self._ended and not self._counter.is_full

    def add(self, text: Text) -> None:
        """Gather one more that may join, of the same format. What fails is raised by `finish`."""
        try:
            if self._weight and self._weight + text.weight > self._chunk:
                self._begin()
        except (SourceError, OSError) as failure:
            self._failure, self._ended = failure, True
        self._texts.append(text)
        self._weight += text.weight

    def finish(self) -> None:
        """Wait until all are counted.

        Raises `SourceError` or `OSError` where one of them is to blame, or too many are open.
        """
        if self._failure is not None:
            raise self._failure
        if self._begun < len(self._texts):
            self._begin()
        if self._batches is not None:
            with countable(self._texts[0].source):
                self._batches.finish()

    def _begin(self) -> None:
        texts = self._texts[self._begun :]
        with countable(texts[0].source):
            if self._batches is None:
                self._batches = self._counter.batches()
            self._batches.begin(
                [text.pieces for text in texts],
                texts[0].format,
                self._begun,
                partial(self._judge, self._begun, texts),
            )
        self._begun, self._weight = len(self._texts), 0

    def _judge(
        self, first: int, texts: Sequence[Text], marks: Sequence[Marks]
    ) -> Mapping[int, int] | None:
        """How many of the first lines of which log are not to be counted; None if nothing is."""
        if self._ended:
            return None
        known = {log: of_text.lines for log, of_text in enumerate(marks, first)}
        most = self._options.max_malformed
        for log, (text, of_text) in enumerate(zip(texts, marks, strict=True), first):
            read = follow(text, of_text, self._contents)
            if read is None or (most is not None and read.mixed):
                self._ended = True
                break
            text.drop()
            self._lines += of_text.lines
            try:
                at_once = read.nothing_new(self._contents, self._options)
            except SourceError as error:
                at_once = Result(text.source.label, "failed", error=str(error))
            if at_once is not None:
                self.nothing_new[log] = at_once
            else:
                self.new[log] = read
                known[log] = read.known_lines
                self._contents.add(read.contents)
        if not any(first <= log for log in self.new):
            return None
        return {log: lines for log, lines in known.items() if lines}

    def close(self) -> None:
        """Wait until no worker has anything of it to do."""
        if self._batches is not None:
            self._batches.close()
