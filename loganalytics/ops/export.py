# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything a database holds as files: one a table, and texts that say what they are.

The files are made in a hidden folder beside the one that was asked for, which is renamed when all
of them are whole: at no time is there half an export.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from loganalytics.engine import Connection, EngineError, statement
from loganalytics.errors import OutputError, UsageError

FORMATS = ("parquet", "csv")


def export(
    connection: Connection, folder: Path, form: str, texts: Mapping[str, str]
) -> dict[str, int]:
    """Write every table to `folder/TABLE.FORM`, the schema, and `texts` by their files' names.

    `folder` must not exist, or be empty. Files get the mode 0600. Returns the rows by table. Raises
    `UsageError` for a folder that will not do, `OutputError` where writing fails; then, and when
    it is interrupted, nothing is left.
    """
    folder = Path(os.path.realpath(folder))
    _check(folder)
    made = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made.mkdir(mode=0o700)
        try:
            schema = statement("store/schema") + "\n" + statement("store/views")
            rows = _write(connection, made, form, {"schema.sql": schema, **texts})
            os.rename(made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        _sync(folder.parent)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror}); nothing was exported"
        ) from None
    except EngineError as error:
        raise OutputError(
            f"{folder}: cannot be written: {error}; {error.advice} Nothing was exported"
        ) from None
    return rows


def _check(folder: Path) -> None:
    try:
        if folder.is_dir():
            if folder == Path.cwd():
                raise UsageError(f"{folder} is the current folder; name one that is to be made")
            if any(folder.iterdir()):
                raise UsageError(f"{folder} is not empty; name a folder that is to be made")
        elif folder.exists():
            raise UsageError(f"{folder} is a file; name a folder that is to be made")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be looked into ({error.strerror})") from None


def _write(
    connection: Connection, folder: Path, form: str, texts: Mapping[str, str]
) -> dict[str, int]:
    rows = {}
    with connection.transaction():  # all tables as they are at one moment
        for (table,) in connection.run("export/tables"):
            file = str(folder / f"{table}.{form}")
            ((rows[table],),) = connection.run(f"export/{form}", table=table, file=file)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        path.chmod(0o600)
        _sync(path)
    _sync(folder)
    return rows


def _sync(path: Path) -> None:
    """Wait until it is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
