# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics forget`."""

from __future__ import annotations

from pathlib import Path

import click

from loganalytics.cli.asking import agreed, at_work, counted, say, sizes, yes_option
from loganalytics.cli.clock import wall_clock
from loganalytics.cli.options import Single, database_option, wait_option


@click.command("forget")
@click.option(
    "--path",
    cls=Single,
    metavar="GLOB",
    help="Pages and downloads like this, for example '/user/*' (* any text, ? one character).",
)
@click.option(
    "--site", cls=Single, metavar="HOST", help="All of this site; '(none)' where logs name none."
)
@click.option(
    "--start", cls=Single, metavar="DAY", help="From this day on: a day, week, month or year."
)
@click.option(
    "--end", cls=Single, metavar="DAY", help="Up to the end of this day, week, month or year."
)
@yes_option
@database_option
@wait_option()
def forget(
    path: str | None,
    site: str | None,
    start: str | None,
    end: str | None,
    yes: bool,
    database: Path,
    wait: float,
) -> None:
    """Forget pages, sites or days.

    What all options say together goes. With --path that is what names the pages: their counts,
    titles, sources and downloads. Sums that name no page, such as the timeline, keep them. The
    logs stay known and bring nothing back. Erased bytes are gone from the file, too: it is
    written again.
    """
    from loganalytics.ops import forget as ops
    from loganalytics.ops.erasure import foresee
    from loganalytics.ops.rewrite import rewrite

    erasure = ops.what(
        database, path=path, site=site, start=start, end=end, now=wall_clock(), wait_s=wait
    )
    planned = foresee(database, erasure, wait)
    if not planned.ingest_ids:
        say(f"{database} holds nothing of this.")
        return
    say(f"To be forgotten: {counted(planned)}.")
    if agreed(f"Remove this from {database}?", yes=yes):
        with at_work():
            done = rewrite(database, erasure, wait_s=wait)
        say(f"Forgot {counted(done.erased)}.")
        say(sizes(database, done))
