# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics merge`."""

from __future__ import annotations

from pathlib import Path

import click

from loganalytics.cli.asking import at_work, say, some, upgrade_told
from loganalytics.cli.options import ANY_PATH, database_option, wait_option


@click.command("merge")
@click.argument("other", nargs=-1, required=True, type=ANY_PATH)
@database_option
@wait_option()
def merge(other: tuple[Path, ...], database: Path, wait: float) -> None:
    """Add all that other databases hold to the database.

    Exact: the sums are those of one database that had read all the logs. What would count twice is
    refused, and so are databases with another time zone or k; then nothing is added. OTHER is only
    read. Its ingests get new numbers, so that `undo` takes them back.
    """
    from loganalytics.ops.merge import merge as run

    with upgrade_told(database), at_work():
        merged = run(database, other, wait)
    for each in merged:
        last = each.first + each.ingests - 1
        numbers = f"{each.first}" if each.ingests == 1 else f"{each.first} to {last}"
        say(
            f"{each.other}: {some(each.pageviews, 'pageview')}, {some(each.visits, 'visit')}, "
            f"{some(each.hits, 'hit')} of {some(each.ingests, 'ingest')}"
            + (f", here {numbers}." if each.ingests else ".")
        )
