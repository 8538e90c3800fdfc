# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands text to DuckDB by a path, though it lies in memory and never on a disk."""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from contextlib import suppress

from loganalytics.errors import LackError


class Buffer(ABC):
    """Holds a chunk of text: `begin`, any number of `write`, `end`; then DuckDB reads it, once.

    Attributes: `path`, where DuckDB finds the text; `size`, how many bytes it holds; `largest`,
    how many the largest piece has.
    """

    path = ""
    size = largest = 0

    def begin(self) -> None:
        """Forget what it holds."""
        self.size = self.largest = 0

    def write(self, piece: bytes | memoryview) -> None:
        """Add this; the caller need not keep it."""
        self._add(piece)
        self.size += len(piece)
        self.largest = max(self.largest, len(piece))

    @abstractmethod
    def _add(self, piece: bytes | memoryview) -> None:
        """Put it behind the `size` bytes that are there."""

    @abstractmethod
    def end(self) -> None:
        """Make what was written ready to be read."""

    @abstractmethod
    def close(self) -> None:
        """Give the memory back; what was not read is lost."""


def new_buffer() -> Buffer:
    """The fastest kind that this system has."""
    return MemoryFile() if hasattr(os, "memfd_create") else Pipe()


class MemoryFile(Buffer):
    """An anonymous file in memory (Linux), which is written to again and again."""

    def __init__(self) -> None:
        self._fd = os.memfd_create("chunk", os.MFD_CLOEXEC)
        self.path = f"/proc/self/fd/{self._fd}"

    def _add(self, piece: bytes | memoryview) -> None:
        if os.pwrite(self._fd, piece, self.size) != len(piece):
            raise LackError("the system gives no memory for a chunk of the log; try later")

    def end(self) -> None:
        """Make what was written ready to be read."""
        os.ftruncate(self._fd, self.size)

    def close(self) -> None:
        """Give the memory back."""
        os.close(self._fd)


class Pipe(Buffer):
    """A pipe that a thread writes to while DuckDB reads (everywhere else)."""

    def __init__(self) -> None:
        self._pieces: list[bytes | memoryview] = []
        self._out = -1
        self._writer: threading.Thread | None = None

    def begin(self) -> None:
        """Forget what it holds."""
        self.close()
        super().begin()

    def _add(self, piece: bytes | memoryview) -> None:
        self._pieces.append(piece)

    def end(self) -> None:
        """Make what was written ready to be read."""
        pieces, self._pieces = self._pieces, []
        out, end = os.pipe()
        writer = threading.Thread(target=_write, args=(end, pieces), daemon=True)
        try:
            writer.start()
        except RuntimeError:  # the system gives no more threads
            os.close(out)
            os.close(end)
            raise
        self.path = f"/dev/fd/{out}"
        self._out, self._writer = out, writer

    def close(self) -> None:
        """Give the memory back; what was not read is lost."""
        self._pieces = []
        if self._writer is not None:
            os.close(self._out)
            self._writer.join()
            self._writer = None


def _write(end: int, pieces: list[bytes | memoryview]) -> None:
    with suppress(BrokenPipeError), os.fdopen(end, "wb") as pipe:
        for piece in pieces:
            pipe.write(piece)
