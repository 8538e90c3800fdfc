# SPDX-License-Identifier: GPL-3.0-or-later
"""What stdin, stdout and stderr are while the program runs, also where they are closed or full.

What goes to stdout was asked for: where it cannot be written the command fails. What goes to stderr
tells what is done, and must not change it: where it cannot be written it is lost.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from loganalytics.errors import OutputError

_before: list[Any] = []  # what was replaced: to give it up could close its number


def secure() -> None:
    """Put streams of this kind in the place of stdout and stderr; stdin that is closed stays None.

    The numbers 0 to 2 are taken if they are free: else a database that is opened could get one, and
    what a library has to say would be written into it.
    """
    _before.extend((sys.stdout, sys.stderr))
    closed = [_take(number) for number in (0, 1, 2)]
    stdout: Any = _Closed() if closed[1] else _Asked(1, "w", closefd=False)
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(stdout),
        encoding=getattr(sys.stdout, "encoding", None) or "utf-8",
        errors=getattr(sys.stdout, "errors", None),
        newline="\n",
        line_buffering=stdout.isatty(),
    )
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_Told(2, "w", closefd=False)),
        encoding=getattr(sys.stderr, "encoding", None) or "utf-8",
        errors="backslashreplace",
        newline="\n",
        line_buffering=True,
    )


@contextmanager
def left_alone() -> Iterator[None]:
    """Let it be no failure if who reads stdout has had enough."""
    try:
        yield
    except BrokenPipeError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)  # for what is still to be written
        os.close(nowhere)


class _Asked(io.FileIO):
    def write(self, data: Any) -> Any:
        try:
            return super().write(data)
        except BrokenPipeError:  # who reads has had enough
            raise
        except OSError as error:
            raise OutputError(f"stdout cannot be written ({error.strerror})") from None


class _Closed(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> Any:
        raise OutputError("stdout is closed; nothing was printed")


class _Told(io.FileIO):
    def write(self, data: Any) -> Any:
        try:
            written = super().write(data)
        except OSError:
            written = None
        return len(data) if written is None else written


def _take(number: int) -> bool:
    """Whether a number was free; it leads nowhere then."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != number:
            os.dup2(nowhere, number)
            os.close(nowhere)
        return True
    return False
