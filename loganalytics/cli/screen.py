# SPDX-License-Identifier: GPL-3.0-or-later
"""What the terminal can show: how wide it is, whether in colour, which characters."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_PIPED_WIDTH = 80


def width() -> int:
    """Columns of the terminal that stdout is; where there is none, of COLUMNS, else 80."""
    if sys.stdout.isatty():
        return shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) > 0 else _PIPED_WIDTH


def message(text: str) -> str:
    """A message as stderr shows it: on a terminal its lines end between words, else where they did.

    A word that is longer than a line, as a path may be, stays whole: it can be copied.
    """
    if not sys.stderr.isatty():
        return text
    import textwrap

    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns or _PIPED_WIDTH
    except (OSError, ValueError):
        columns = _PIPED_WIDTH
    fitted = textwrap.TextWrapper(columns, break_long_words=False, break_on_hyphens=False)
    lines = text.split("\n")
    return "\n".join(fitted.fill(line) if len(line) > columns else line for line in lines)


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
