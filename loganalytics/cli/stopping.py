# SPDX-License-Identifier: GPL-3.0-or-later
"""How a command is stopped from outside."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

INTERRUPTED = 130  # the exit code


def on_sigterm() -> None:
    """From now on SIGTERM is what Ctrl-C is: what is half done is taken back."""
    signal.signal(signal.SIGTERM, _interrupted)


def no_longer() -> None:
    """From now on no signal changes what was done, nor what is said of it."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)


@contextmanager
def told() -> Iterator[None]:
    """Let an interruption before a command began, or after it ended, be one line and a code."""
    try:
        yield
    except KeyboardInterrupt:
        no_longer()
        os.write(2, b"loganalytics: interrupted\n")
        os._exit(INTERRUPTED)


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt
