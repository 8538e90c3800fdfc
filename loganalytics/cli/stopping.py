# SPDX-License-Identifier: GPL-3.0-or-later
"""How a command is stopped from outside."""

from __future__ import annotations

import signal
from typing import NoReturn


def on_sigterm() -> None:
    """From now on SIGTERM is what Ctrl-C is: what is half done is taken back."""
    signal.signal(signal.SIGTERM, _interrupted)


def _interrupted(*_: object) -> NoReturn:
    raise KeyboardInterrupt
