# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a source from front to back as chunks of whole lines.

A chunk is some megabytes, so memory does not depend on the size of the source.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from loganalytics.errors import SourceError
from loganalytics.sources.mending import MAX_LINE, OVERLONG, is_clean, mended, patched
from loganalytics.sources.names import Source
from loganalytics.sources.opening import (
    Counting,
    TooMuch,
    compression_of,
    decompressed,
    open_source,
)
from loganalytics.timings import step

CHUNK = 32 << 20  # bytes of text per chunk at most, whatever memory there is
PIECE = 1 << 20  # bytes per piece of a chunk: fits the processor's cache
_LINE = 64  # bytes that a line weighs at least: a hit has more, and lines take memory, too


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a source."""

    # Together whole lines, valid UTF-8, no CR, none in more than two pieces; empty if they were
    # handed out as they were read.
    pieces: tuple[bytes | memoryview, ...]
    raw_bytes: int  # how many bytes of the (decompressed) source these lines took
    weight: int  # the same, were no line shorter than a hit: what memory it takes goes by that
    tail: bool = False  # the last line of a source that ends without a newline
    verbatim: bool = True  # whether the text is, byte for byte, that of the source


class Reader:
    """Reads one source as chunks of whole lines, of some `chunk` bytes. Use it in a `with`.

    Attributes: `position`, bytes of the decompressed source that were handed out; `consumed`,
    bytes read from the file as it lies on disk; `size`, its size on disk (0 if unknown);
    `incomplete`, whether an uncompressed file ended in a half-written line, which is left.
    """

    @step("reading")
    def __init__(self, source: Source, *, start: int = 0, chunk: int | None = None) -> None:
        self.source = source
        self._chunk = CHUNK if chunk is None else min(chunk, CHUNK)
        self.position = 0
        self.size = 0
        self.incomplete = False
        self._pending = b""
        self._scanned = 0  # how much of _pending is known to hold no newline
        self._ended = False
        self._tail: Chunk | None = None
        self._dropped = 0  # bytes of an overlong line at the front that are not in _pending
        self._raw = Counting(open_source(source))
        try:
            if not source.stream:
                self.size = os.stat(source.name).st_size
            self.compression = self._compression()
            self._stream, self._failures = decompressed(self._raw, self.compression)
            self._keeps_tail = source.stream or self.compression != ""
            if start:
                self._skip(start)
        except BaseException:
            self.close()
            raise

    @property
    def consumed(self) -> int:
        """Bytes read so far from the file as it lies on disk."""
        return self._raw.count

    @step("reading")
    def read(
        self,
        *,
        first_line: bool = False,
        until: int | None = None,
        size: int | None = None,
        into: Callable[[bytes | memoryview], object] | None = None,
    ) -> Chunk | None:
        """The next chunk, of a weight of `size` or a little more, or None at the end.

        With `first_line` just one line; with `until` (a position where a line may end) no line
        that ends behind it, unless it stands across it: then that is the last. A last line without
        a newline comes as a chunk of its own, but for uncompressed files, which may still be
        growing: there it is left and `incomplete` is set. With `into`, each piece is handed to it
        as it is read, and the chunk holds none. Raises `SourceError` where the source cannot be
        read on.
        """
        pieces: list[bytes | memoryview] = []
        hand_out = into or pieces.append
        taken, weight, tail, verbatim = 0, 0, False, True
        while weight < (size or self._chunk) and not (
            taken and (first_line or (until is not None and self.position >= until))
        ):
            piece = self._piece(first_line, until)
            if piece is None:
                break
            if piece.tail and taken:
                self._put_back(piece)
                break
            for data in piece.pieces:
                hand_out(data)
            taken += piece.raw_bytes
            weight += piece.weight
            tail, verbatim = piece.tail, verbatim and piece.verbatim
        return Chunk(tuple(pieces), taken, weight, tail, verbatim) if taken else None

    def even(self, workers: int) -> int:
        """The size of chunks of which each of the workers gets as many, up to the end."""
        left = self.size - self.position
        if left <= 0 or self.compression:  # a stream has no size
            return self._chunk  # who knows
        return left // (workers * (left // (workers * self._chunk) + 1)) + 1

    @step("reading")
    def sample(self) -> bytes:
        """The next megabyte, or what there is of it, without taking it; at least a line."""
        while not self._ended and (
            len(self._pending) < PIECE
            or (len(self._pending) <= 2 * MAX_LINE and b"\n" not in self._pending)
        ):
            self._pending += self._read_block()
        return self._pending[: max(PIECE, self._pending.find(b"\n") + 1)]

    def _piece(self, first_line: bool, until: int | None) -> Chunk | None:
        if self._tail is not None:
            tail, self._tail = self._tail, None
            self.position += tail.raw_bytes
            return tail
        # The block that is read next may hold so much more than is pending.
        far = until is None or until - self.position >= len(self._pending) + PIECE
        if not first_line and far and (block := self._clean_block()) is not None:
            return block
        while True:
            piece = self._cut(first_line, until)
            if piece is not None:
                return piece
            if self._ended:
                return self._last()
            self._pending += self._read_block()

    def _clean_block(self) -> Chunk | None:
        """The lines that end in the next block, hardly copied; None if they need a closer look."""
        begun = self._pending
        if self._ended or self._dropped or len(begun) > PIECE or b"\n" in begun:
            return None
        block = self._read_block()
        end = block.rfind(b"\n") + 1
        pieces: list[bytes | memoryview] | None = None
        if end and is_clean(begun):
            pieces = [memoryview(block)[:end]] if is_clean(block) else patched(block, end)
        if pieces is None:
            self._pending += block
            return None
        self._pending = block[end:]
        self._scanned = 0
        self.position += len(begun) + end
        verbatim = sum(map(len, pieces)) == end  # to mend is to make longer
        weight = _weight(len(begun) + end, block.count(b"\n", 0, end))
        return Chunk((begun, *pieces), len(begun) + end, weight, verbatim=verbatim)

    def _put_back(self, tail: Chunk) -> None:
        self._tail = tail
        self.position -= tail.raw_bytes

    def _cut(self, first_line: bool, until: int | None) -> Chunk | None:
        pending = self._pending
        if first_line or self._dropped:
            end = pending.find(b"\n", self._scanned) + 1
        else:
            limit = PIECE
            if until is not None and until > self.position:
                limit = min(limit, until - self.position)
            if len(pending) < limit and not self._ended:
                return None
            end = pending.rfind(b"\n", 0, limit) + 1
            if not end:  # the line is longer than the limit
                end = pending.find(b"\n", max(limit - 1, self._scanned)) + 1
        if not end:
            self._scanned = len(pending)
            self._drop_overlong()
            return None
        raw_bytes, self._dropped = end + self._dropped, 0
        self._pending = pending[end:]
        self._scanned = 0
        self.position += raw_bytes
        return _mended(pending[:end], raw_bytes)

    def _drop_overlong(self) -> None:
        # A line without an end must not fill memory: keep only as much as shows its length.
        if len(self._pending) <= 2 * MAX_LINE or self._ended:
            return
        dropped = len(self._pending)
        rest = b""
        while not self._ended and not rest:
            block = self._read_block()
            end = block.find(b"\n")
            dropped += len(block) if end < 0 else end
            rest = block[end:] if end >= 0 else b""
        self._pending = OVERLONG[:-1] + rest
        self._dropped = dropped - len(OVERLONG[:-1])
        self._scanned = 0

    def _last(self) -> Chunk | None:
        rest, self._pending = self._pending, b""
        if not rest:
            return None
        if not self._keeps_tail:
            self.incomplete = True
            return None
        raw_bytes, self._dropped = len(rest) + 1 + self._dropped, 0
        self.position += raw_bytes
        chunk = _mended(rest + b"\n", raw_bytes)
        return replace(chunk, tail=True)

    def _compression(self) -> str:
        try:
            return compression_of(self._raw.peek())
        except OSError as error:
            raise SourceError(f"{self.source.label}: cannot be read ({error.strerror})") from None

    def _read_block(self) -> bytes:
        try:
            block = self._stream.read(PIECE)
        except self._failures as error:
            kind = self.compression or "file"
            what = "is truncated" if isinstance(error, EOFError) else "is damaged or unreadable"
            if isinstance(error, TooMuch):
                what = f"{error}; `xz -dc FILE | loganalytics ingest -` reads it"
            raise SourceError(f"{self.source.label}: the {kind} data {what}") from None
        if not block:
            self._ended = True
        return block

    def _skip(self, start: int) -> None:
        if self.compression == "" and not self.source.stream:
            self._raw.seek(start)
        else:
            left = start
            while left and not self._ended:
                block = self._read_block()
                self._pending = block[left:]
                left -= min(left, len(block))
        self.position = start

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _mended(raw: bytes, raw_bytes: int) -> Chunk:
    data = mended(raw)
    verbatim = data == raw and raw_bytes == len(raw)
    return Chunk((data,), raw_bytes, _weight(raw_bytes, data.count(b"\n")), verbatim=verbatim)


def _weight(raw_bytes: int, lines: int) -> int:
    return max(raw_bytes, _LINE * lines)
