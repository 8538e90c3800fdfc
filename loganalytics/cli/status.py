# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics status`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from loganalytics.cli import screen
from loganalytics.cli.options import Number, database_option, wait_option

_ROWS = 10  # on a terminal, unless --limit or --all says otherwise


@click.command("status")
@click.option(
    "--limit",
    type=Number("number of ingests, such as 20, or 0 for all", 0),
    metavar="N",
    help=f"The last N ingests, 0 for all. Default: {_ROWS} on a terminal, all in JSON.",
)
@click.option("--all", "everything", is_flag=True, help="All ingests.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("terminal", "json"), case_sensitive=False),
    default="terminal",
    show_default=True,
    help="Tables for people, or full values for programs.",
)
@database_option
@wait_option()
def status(limit: int | None, everything: bool, form: str, database: Path, wait: float) -> None:
    """Show what was ingested, and what became of every line.

    The ledger: each ingest with its source, lines and the times of its hits; what the lines came
    to; which country data and lists were used; the size and the settings of the database.
    """
    from loganalytics.ops.status import status as read
    from loganalytics.render import status as render
    from loganalytics.reports.opening import open_database, read_meta

    rows = _ROWS if form == "terminal" and limit is None else limit or 0
    with open_database(database, wait) as connection:
        read_meta(connection, database)  # refuses what is no database of ours
        found = read(connection, database, limit=0 if everything else rows)
    with screen.printing():
        if form == "json":
            click.echo(render.dumps(found, ascii_only=not screen.speaks_unicode()))
        else:
            render.write(found, sys.stdout, width=screen.width(), colour=screen.colour())
