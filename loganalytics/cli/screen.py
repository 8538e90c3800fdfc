# SPDX-License-Identifier: GPL-3.0-or-later
"""What stdout can show: how wide it is, whether in colour, which characters."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PIPED_WIDTH = 80


def width() -> int:
    """Columns of the terminal; where there is none, of COLUMNS, else 80."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) > 0 else _PIPED_WIDTH


def colour() -> bool:
    """Whether to print escape sequences."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def speaks_unicode() -> bool:
    """Whether every character can be printed."""
    return (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")


def printable(text: str) -> str:
    """A text with a ? for what cannot be printed: better that in a table than no table."""
    if speaks_unicode():
        return text
    return text.encode(sys.stdout.encoding, "replace").decode(sys.stdout.encoding)


@contextmanager
def printing() -> Iterator[None]:
    """Print tables inside: a ? for what the encoding lacks."""
    if not speaks_unicode() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    yield
    sys.stdout.flush()
