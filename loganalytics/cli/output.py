# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a result goes: to stdout, or into a file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

import click

from loganalytics.errors import OutputError, UsageError

STDOUT = Path("-")


def check(target: Path, database: Path) -> None:
    """Raise `UsageError` if a result can never be written there, before any work is done for it."""
    if target == STDOUT:
        return
    if os.path.isdir(target):  # which, unlike Path, never raises
        raise UsageError(f"{target} cannot be written: it is a folder")
    if not os.path.isdir(target.parent):
        raise UsageError(f"{target} cannot be written: there is no folder {target.parent}")
    with suppress(OSError):
        if target.samefile(database):
            raise UsageError(f"{target} is the database; name another file for the report")


def write(text: str, target: Path) -> None:
    """Write a text as UTF-8. A new file is the user's alone, mode 0600.

    A file is replaced only when the new one is whole, and keeps its mode; a device or a named pipe
    is written into.
    Raises `OutputError` if it cannot be written; then what was there is still there.
    """
    if target == STDOUT:
        click.echo(text, nl=False)
        return
    data = text.encode("utf-8", "backslashreplace")
    try:
        if _is_stream(target):
            target.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(target)), data)  # a link stays a link
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(f"{target} cannot be written: {reason}") from None


def _is_stream(target: Path) -> bool:
    try:
        return not stat.S_ISREG(target.stat().st_mode)
    except FileNotFoundError:
        return False


def _replace(target: Path, data: bytes) -> None:
    half = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        number = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except PermissionError:  # of the folder: a file that may be written is of no use there
        raise OutputError(
            f"{target} cannot be written: a new file is put in its place, and the folder "
            f"{target.parent} may not be written to"
        ) from None
    try:
        with open(number, "wb") as file:
            mode = 0o600
            with suppress(FileNotFoundError):
                mode = target.stat().st_mode & 0o777
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())  # or after a crash the new name could be an empty file
        half.replace(target)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
