# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics prune`, and what it left to do at each ingest."""

from __future__ import annotations

from pathlib import Path

import click

from loganalytics.cli.asking import agreed, at_work, counted, say, sizes, yes_option
from loganalytics.cli.clock import wall_clock
from loganalytics.cli.options import Single, database_option, wait_option
from loganalytics.errors import UsageError


@click.command("prune")
@click.option(
    "--older-than",
    cls=Single,
    metavar="WHEN",
    help="Remove days that are older: 90d, 12w, or a date, week, month or year, such as 2026-01, "
    "before which all goes.",
)
@click.option(
    "--keep",
    cls=Single,
    metavar="DAYS",
    help="From now on, let each ingest remove what is older than this, such as 400d; off: no "
    "longer.",
)
@yes_option
@database_option
@wait_option()
def prune(older_than: str | None, keep: str | None, yes: bool, database: Path, wait: float) -> None:
    """Remove days that are over.

    Whole days go, of the database's time zone. 90d keeps today and the 90 days before. The ledger
    keeps which logs were ingested, with their totals, so that an old log brings no old day back.
    Erased bytes are gone from the file, too: it is written again. --keep removes nothing while the
    clock is more than 31 days ahead of the newest hit, since it may be wrong; --older-than does.
    """
    from loganalytics.ops import prune as ops
    from loganalytics.ops.erasure import foresee
    from loganalytics.ops.rewrite import rewrite

    if (older_than is None) == (keep is None):
        raise UsageError("say either --older-than, to remove days once, or --keep")
    if keep is not None and keep.strip().lower() == "off":
        with at_work():
            ops.keep(database, None, wait)
        say(f"{database} keeps all days from now on.")
        return
    if keep is not None and ops.days(keep) is None:
        raise UsageError(f"--keep {keep}: say how many days, such as 400d, or off")
    day, erasure = ops.older_than(database, older_than or keep or "", wall_clock(), wait)
    planned = foresee(database, erasure, wait)
    kept, doubt = ops.days(keep or ""), None
    if kept is not None and planned.ingest_ids:
        doubt = ops.clock_in_doubt(database, kept, wall_clock(), wait)
    if planned.ingest_ids:
        say(f"Before {day}: {counted(planned)}.")
    else:
        say(f"{database} holds nothing before {day}.")
    now = "" if doubt else "now and "
    question = f"Remove this from {database}?"
    if keep is not None:
        question = f"Remove from {database}, {now}at each ingest, what is older than {keep}?"
    elif not planned.ingest_ids:
        return
    if not agreed(question, yes=yes):
        return
    if keep is not None:
        with at_work():
            ops.keep(database, kept, wait)
        say(f"{database} keeps {kept} days from now on.")
    if doubt:
        say(doubt)
    elif planned.ingest_ids:
        with at_work("nothing was removed"):
            done = rewrite(database, erasure, wait_s=wait)
        say(f"Removed: {counted(done.erased)}.")
        say(sizes(database, done))


def retain(database: Path, *, quiet: bool, wait: float) -> str:
    """Remove what a database no longer keeps, and say so unless told to be quiet.

    Returns why old days were not removed, which is said in any case; else an empty text.
    """
    from loganalytics.ops.prune import apply_retention

    with at_work("what was ingested stays, and old days go at the next ingest"):
        retained = apply_retention(database, wall_clock(), wait)
    if retained is None:
        return ""
    if retained.done is None:
        say(f"loganalytics: {retained.doubt}")
    elif not quiet:
        say(f"Removed what was before {retained.day}: {counted(retained.done.erased)}.")
    return retained.doubt
