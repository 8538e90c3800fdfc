# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands text to DuckDB by a path, though it lies in memory and never on a disk."""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from contextlib import suppress
from typing import BinaryIO

_PIPE = 1 << 20  # bytes that a pipe may hold: so much Linux gives anybody
_OPEN_FILES = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"


class Buffer:
    """Holds text until DuckDB reads it, once, from the path that a `with` gives.

    That is the end of a pipe. What was read is gone, so that the text and what is cut from it are
    never both in memory as a whole; what was not read when the `with` ends is lost. Whatever kept
    the text from being written is raised then.

    Attributes: `size`, how many bytes it was given; `largest`, how many the largest piece had.
    """

    def __init__(self) -> None:
        self.size = self.largest = 0
        self._pieces: list[bytes | memoryview] = []
        self._out = -1
        self._writer: threading.Thread | None = None
        self._failure: Exception | None = None

    def write(self, piece: bytes | memoryview) -> None:
        """Add this, which must not change any more."""
        self._pieces.append(piece)
        self.size += len(piece)
        self.largest = max(self.largest, len(piece))

    def __enter__(self) -> str:
        self._pieces.reverse()  # the last is the first to be taken
        self._out, end = os.pipe()
        # It alone closes `end`, once: no matter whether the writer began before a failure here.
        pipe = os.fdopen(end, "wb")
        try:
            if _takes_all(end, self._pieces):
                pipe.close()
            else:
                self._begin(pipe)
        except BaseException:  # an interrupt, too, and then the writer may be at work
            os.close(self._out)
            raise
        return f"{_OPEN_FILES}/{self._out}"

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        os.close(self._out)  # a writer that still waits ends
        if self._writer is not None:
            self._writer.join()
        self._pieces.clear()
        if self._failure is not None and kind is None:
            raise self._failure

    def _begin(self, pipe: BinaryIO) -> None:
        writer = threading.Thread(target=self._write, args=(pipe,), daemon=True)
        try:
            writer.start()
        except RuntimeError:  # the system gives no more threads
            pipe.close()
            raise
        self._writer = writer

    def _write(self, pipe: BinaryIO) -> None:
        try:
            with suppress(BrokenPipeError), pipe:
                _enlarge(pipe)
                while self._pieces:
                    pipe.write(self._pieces.pop())
        except (OSError, MemoryError) as failure:  # raised where the text is missed
            self._failure = failure


def _takes_all(end: int, pieces: list[bytes | memoryview]) -> bool:
    """Whether a pipe takes all pieces before any is read: a small log needs no thread.

    Takes from the pieces what it takes.
    """
    os.set_blocking(end, False)
    with suppress(BlockingIOError):
        while pieces:
            pieces[-1] = memoryview(pieces[-1])[os.write(end, pieces[-1]) :]
            if not pieces[-1]:
                pieces.pop()
    os.set_blocking(end, True)
    return not pieces


def _enlarge(pipe: BinaryIO) -> None:
    """Let the pipe hold more, where the system can: it is read and written in larger portions."""
    if sys.platform == "linux":
        with suppress(OSError):  # somebody has many pipes
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)
