# SPDX-License-Identifier: GPL-3.0-or-later
"""The second pure stage: hits of whole visitors to counts, in the same in-memory database.

Knows no files, no database and no command line. What it leaves in memory: tables `new_*`, whose
columns are those of the tables of `sql/store/schema.sql`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from loganalytics.engine import Connection
from loganalytics.model import Totals

# Two rows of statements that do not need each other run side by side: (these, beside those).
_STAGES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("orders",), ()),
    (
        ("pair", "steps", "visits", "own_hosts", "origins", "facts"),
        ("downloads", "bots", "traffic"),
    ),
    (
        ("visitors", "daily", "names", "places", "page_visitors", "pair_views", "pairs"),
        ("visitor_days", "activity", "pages", "titles", "recent"),
    ),
)
_PARAMETERS = {
    "visits": ("bucket_seconds",),
    "facts": ("bucket_seconds",),
    "titles": ("bucket_seconds",),
    "pairs": ("k",),
}


def fold(memory: Connection, *, bucket_seconds: int, k: int) -> Totals:
    """Count what the parser left: pairs of pixel and request, visits, dimensions, pair rows.

    `k`: a pair row of fewer visitors is folded; 1 folds none. The outcomes of the result are those
    of lines that parsed.
    """
    given = {"bucket_seconds": bucket_seconds, "k": k}

    def run(connection: Connection, names: tuple[str, ...]) -> None:
        for name in names:
            connection.run(f"fold/{name}", **{p: given[p] for p in _PARAMETERS.get(name, ())})

    with memory.cursor() as other, ThreadPoolExecutor(1, "fold") as beside:
        for these, those in _STAGES:
            at_work = beside.submit(run, other, those)
            run(memory, these)
            at_work.result()
    outcomes: dict[str, int] = dict(memory.run("fold/outcomes"))
    hits, event, merged, pixel, pageviews, visits, bytes_sent, first, last = memory.run(
        "fold/totals"
    )[0]
    outcomes |= {"event": event, "merged": merged, "pixel": pixel}
    return Totals(
        outcomes=outcomes,
        hits=hits,
        pageviews=pageviews,
        visits=visits,
        bytes_sent=bytes_sent,
        first=first,
        last=last,
    )
