# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands text to DuckDB by a path, though it lies in memory and never on a disk."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from loganalytics.errors import LogAnalyticsError


class Buffer(Protocol):
    """Holds a chunk of text."""

    @property
    def path(self) -> str:
        """Where DuckDB finds the text, once after each `fill`."""

    def fill(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Replace what it holds."""

    def close(self) -> None:
        """Give the memory back."""


def new_buffer() -> Buffer:
    """The fastest kind that this system has."""
    return MemoryFile() if hasattr(os, "memfd_create") else Pipe()


class MemoryFile:
    """An anonymous file in memory (Linux)."""

    def __init__(self) -> None:
        self._fd = os.memfd_create("chunk", os.MFD_CLOEXEC)
        self.path = f"/proc/self/fd/{self._fd}"

    def fill(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Replace what it holds."""
        size = sum(len(piece) for piece in pieces)
        if os.pwritev(self._fd, list(pieces), 0) != size:
            raise LogAnalyticsError("not enough memory for a chunk of the log")
        os.ftruncate(self._fd, size)

    def close(self) -> None:
        """Give the memory back."""
        os.close(self._fd)


class Pipe:
    """A pipe that a thread writes to while DuckDB reads (everywhere else)."""

    def __init__(self) -> None:
        self.path = ""
        self._out = -1
        self._writer: threading.Thread | None = None

    def fill(self, pieces: Sequence[bytes | memoryview]) -> None:
        """Replace what it holds."""
        self.close()
        self._out, end = os.pipe()
        self.path = f"/dev/fd/{self._out}"
        self._writer = threading.Thread(target=_write, args=(end, pieces), daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Give the memory back; what was not read is lost."""
        if self._writer is not None:
            os.close(self._out)
            self._writer.join()
            self._writer = None


def _write(end: int, pieces: Sequence[bytes | memoryview]) -> None:
    with suppress(BrokenPipeError), os.fdopen(end, "wb") as pipe:
        for piece in pieces:
            pipe.write(piece)
