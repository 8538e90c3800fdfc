# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics check`."""

from __future__ import annotations

from pathlib import Path

import click

from loganalytics.cli.asking import some
from loganalytics.cli.options import database_option, wait_option
from loganalytics.errors import DatabaseError


@click.command("check")
@database_option
@wait_option()
def check(database: Path, wait: float) -> None:
    """Hold the stored numbers against each other.

    Prints a line for each rule that must hold, with how much was looked at. Ends with exit code 4
    if one is broken. The numbers of the ledger are compared where nothing was pruned or forgotten;
    after forget --path, pages may hold less than the timeline.
    """
    from loganalytics.ops.check import check as run

    broken = 0
    for found in run(database, wait):
        click.echo(
            f"{'broken' if found.broken else 'ok':6}  {found.claim}: "
            + (f"{found.broken:,} of " if found.broken else "")
            + some(found.checked, found.unit)
        )
        broken += found.broken > 0
    if broken:
        raise DatabaseError(
            f"{database} is damaged: {broken} of the rules do not hold; take a backup, or undo and "
            "ingest again what is wrong, and please report this"
        )
