# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics backup`."""

from __future__ import annotations

from pathlib import Path

import click

from loganalytics.cli.asking import at_work, say, some
from loganalytics.cli.options import ANY_PATH, database_option, wait_option
from loganalytics.errors import DatabaseError
from loganalytics.render.cells import size


@click.command("backup")
@click.argument("file", type=ANY_PATH)
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@database_option
@wait_option()
def backup(file: Path, force: bool, database: Path, wait: float) -> None:
    """Write a copy of the database into FILE, whole, and check it.

    May run while logs are ingested and reports are made. FILE is a database like the other: use
    it with --db, or put it in its place.
    """
    from loganalytics.ops.backup import backup as run

    with at_work():
        done = run(database, file, force=force, wait_s=wait)
    say(f"{file}: {some(done.ingests, 'ingest')}, {size(done.size)}, the same as in {database}.")
    if done.broken:
        raise DatabaseError(
            f"{database} is damaged, and so is its copy: {'; '.join(done.broken)}: these do not "
            "hold. See `loganalytics check`"
        )
