# SPDX-License-Identifier: GPL-3.0-or-later
"""What a user may name as a source, and what it stands for."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from loganalytics.errors import SourceError

STDIN = "-"
# What rotation and compression add to the name of a log, and what says that it is one.
_TURN = re.compile(r"(?:[-._]?\d{6,}|[-._](?:\d+|old|gz|bz2|xz|zst|zstd|log|txt))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a path, or '-' for stdin."""

    name: str
    in_folder: bool = False  # found by looking into a folder
    stream: bool = False  # stdin or a pipe: can be read only once
    error: str = ""  # why there is nothing to read

    @property
    def optional(self) -> bool:
        """Whether it is left out if it is no access log: in a folder, what is not called one."""
        return self.in_folder and "access" not in os.path.basename(self.name).lower()

    @property
    def label(self) -> str:
        """The name as it can be shown and stored: bytes that are no text are escaped."""
        return os.fsencode(self.name).decode(errors="backslashreplace")


def log_name(label: str) -> str:
    """Return the log that a file is a part of, by its name: /logs/access of /logs/access.log.2.gz.

    The folder alone where the name says no more than a date or a number.
    """
    folder, name = os.path.split(label)
    while (shorter := _TURN.sub("", name)) != name:
        name = shorter
    return os.path.join(folder, "" if name.isdecimal() else name)


def expand(names: Sequence[str]) -> list[Source]:
    """Resolve files, globs, folders and '-' to sources, in the order given, each once.

    A folder stands for the files directly in it that are not hidden, a pattern for what it
    matches. What stands for nothing is a source with an `error`, so that the others can be read
    all the same.
    """
    found: dict[str, Source] = {}
    for name in names:
        for source in _resolved(name):
            found.setdefault(source.name, source)
    return list(found.values())


def _resolved(name: str) -> list[Source]:
    if name == STDIN:
        return [Source(STDIN, stream=True)]
    if os.path.isdir(name):
        try:
            inside = _files(name)
        except SourceError as error:
            return [Source(name, error=str(error))]
        if not inside:
            return [Source(name, error=f"{name}: {_without_files(name)}")]
        return [Source(path, in_folder=True) for path in sorted(inside, key=_natural)]
    if os.path.lexists(name) or not glob.has_magic(name):
        return [Source(name, stream=_is_pipe(name))]
    matches = [path for path in _matching(name) if os.path.isfile(path)]
    if not matches:
        return [Source(name, error=_unmatched(name))]
    return [Source(path) for path in sorted(matches, key=_natural)]


def _unmatched(pattern: str) -> str:
    folder = pattern
    while glob.has_magic(folder):
        folder = os.path.dirname(folder)
    try:
        with os.scandir(folder or os.curdir):
            return f"{pattern}: no file matches this pattern"
    except PermissionError:
        return f"{pattern}: no permission to look into {folder or 'this folder'}"
    except OSError as error:
        return f"{pattern}: {folder}: {error.strerror}"


def _matching(pattern: str) -> set[str]:
    """What a pattern matches; its ** follows no links to folders, which may lead in circles."""
    before, stars, after = pattern.partition("**")
    if not stars or (before and not before.endswith(os.sep)) or after[:1] not in ("", os.sep):
        return set(glob.glob(pattern))
    rest = after.lstrip(os.sep) or "*"
    tops = glob.glob(before) if glob.has_magic(before) else [before]
    folders = {folder for top in tops for folder, _, _ in os.walk(top or os.curdir)}
    if not before:
        folders = {os.path.relpath(folder) for folder in folders}
    return {
        path
        for folder in folders
        for path in _matching(
            rest if folder == os.curdir else os.path.join(glob.escape(folder), rest)
        )
    }


def _without_files(folder: str) -> str:
    """What to say of a folder that has no file of its own."""
    with suppress(OSError), os.scandir(folder) as entries:
        if any(each.is_dir() and not each.name.startswith(".") for each in entries):
            logs = os.path.join(folder, "*", "*.log*")
            return f"no file in this folder, and those in its folders are not read: name '{logs}'"
    return "no file in this folder"


def _files(folder: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            # Unlike the entry's own, this is_file only says no of a link that leads in a circle.
            return sorted(
                entry.path
                for entry in entries
                if not entry.name.startswith(".") and os.path.isfile(entry.path)
            )
    except PermissionError:
        raise SourceError(f"{folder}: no permission to read it") from None
    except OSError as error:
        raise SourceError(f"{folder}: cannot be read ({error.strerror})") from None


def _is_pipe(name: str) -> bool:
    try:
        return stat.S_ISFIFO(os.stat(name).st_mode)
    except OSError:
        return False


def _natural(path: str) -> list[tuple[int, str]]:
    # access.log.2.gz before access.log.10.gz
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", path)
    ]
