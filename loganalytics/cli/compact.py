# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics compact`."""

from __future__ import annotations

from pathlib import Path

import click

from loganalytics.cli.asking import at_work, say, sizes, upgrade_told
from loganalytics.cli.options import database_option, wait_option


@click.command("compact")
@database_option
@wait_option()
def compact(database: Path, wait: float) -> None:
    """Write the database again, without what is unused in it.

    All counts stay. What lay in unused parts of the file, such as pageviews that left the list of
    the latest, is in it no more. Reports go on meanwhile, ingests wait.
    """
    from loganalytics.ops.rewrite import rewrite

    with upgrade_told(database), at_work():
        done = rewrite(database, wait_s=wait)
    say(sizes(database, done))
