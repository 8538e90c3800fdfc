# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics undo`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from loganalytics.cli.asking import agreed, at_work, say, sizes, some, yes_option
from loganalytics.cli.options import Number, database_option, wait_option


@click.command("undo")
@click.argument(
    "ingest",
    nargs=-1,
    required=True,
    type=Number("number of an ingest; `loganalytics status` shows them", 1),
)
@yes_option
@database_option
@wait_option()
def undo(ingest: tuple[int, ...], yes: bool, database: Path, wait: float) -> None:
    """Take an ingest back: its counts are gone, and its log can be ingested again.

    INGEST is its number in the ledger. Erased bytes are gone from the file, too: it is written
    again. What the ingest pushed out of the list of the latest pageviews does not come back.
    """
    from loganalytics.ops import undo as ops

    plan = ops.plan(database, ingest, wait)
    for each in plan.entries:
        say(
            f"ingest {each.ingest_id}: {each.source}, {each.ingested:%Y-%m-%d %H:%M} UTC, "
            f"{some(each.lines, 'line')}, {some(each.pageviews, 'pageview')}, "
            f"{some(each.visits, 'visit')}"
        )
    if plan.continued_by:
        them = ", ".join(map(str, plan.continued_by))
        say(
            f"Its log was continued by {them}: while they stay it is known, and a new ingest of it "
            "counts nothing. Undo them, too, to ingest it anew."
        )
    many = len(plan.entries) > 1
    if plan.parted:
        say(
            f"Visits that go on among {_listed(plan.parted)} were joined through "
            f"{'them' if many else 'it'}: they are cut from now on. To have them whole, "
            "undo these, too, and ingest all the logs again."
        )
    if agreed(f"Remove {'them' if many else 'it'} from {database}?", yes=yes):
        with at_work():
            done = ops.undo(database, [each.ingest_id for each in plan.entries], wait)
        gone = done.erased
        cut = gone.visits < 0  # there are more now
        visits = "" if cut else f" {some(gone.visits, 'visit')},"
        more = f"; {some(-gone.visits, 'visit')} more, for visits are cut" if cut else ""
        say(
            f"Removed {some(len(plan.entries), 'ingest')}: {some(gone.pageviews, 'pageview')},"
            f"{visits} {some(gone.hits, 'hit')}{more}."
        )
        say(sizes(database, done))


def _listed(ids: Sequence[int]) -> str:
    return f"{', '.join(map(str, ids[:-1]))} and {ids[-1]}"  # all: they can be undone, too
