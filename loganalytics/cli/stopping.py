# SPDX-License-Identifier: GPL-3.0-or-later
"""How a command is stopped from outside."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

INTERRUPTED = 130  # the exit code
_LACKS = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN)


def on_sigterm() -> None:
    """From now on SIGTERM is what Ctrl-C is: what is half done is taken back."""
    signal.signal(signal.SIGTERM, _interrupted)


def no_longer() -> None:
    """From now on no signal changes what was done, nor what is said of it."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)


@contextmanager
def told() -> Iterator[None]:
    """Let what ends the program before a command began, or after it, be one line and a code."""
    try:
        yield
    except KeyboardInterrupt:
        _end("interrupted", INTERRUPTED)
    except (OSError, MemoryError) as error:
        # Of the program's own files one cannot be read.
        number = error.errno if isinstance(error, OSError) else errno.ENOMEM
        if number not in _LACKS or number is None:
            raise
        _end(f"the system gives no more ({os.strerror(number)}); try later", 75)


def _end(text: str, code: int) -> NoReturn:
    no_longer()
    with suppress(OSError):
        os.write(2, f"loganalytics: {text}\n".encode())
    os._exit(code)


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt
