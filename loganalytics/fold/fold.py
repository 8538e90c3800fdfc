# SPDX-License-Identifier: GPL-3.0-or-later
"""The second pure stage: hits of whole visitors to counts, in the same in-memory database.

Knows no files, no database and no command line. What it leaves in memory: tables `new_*`, whose
columns are those of the tables of `sql/store/schema.sql`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection
from loganalytics.model import Totals

# Two rows of statements that do not need each other run side by side: (these, beside those).
_Stages = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
_OF_VIEWS: _Stages = (
    (("orders",), ("places",)),
    (
        ("viewed_once", "neighbours", "pair", "steps", "visits", "own_hosts", "origins", "facts"),
        ("downloads", "bots", "traffic"),
    ),
)
_OF_FACTS: _Stages = (
    (
        ("names", "people", "values", "daily"),
        ("page_visitors", "visitor_days", "activity", "titles", "recent"),
    ),
    (("pair_views", "pairs"), ("pages",)),
)
_PARAMETERS = {
    "visits": ("bucket_seconds",),
    "facts": ("bucket_seconds",),
    "pairs": ("k",),
}


def fold(memory: Connection, *, bucket_seconds: int, zone: ZoneInfo, k: int) -> Totals:
    """Count what the parser left: pairs of pixel and request, visits, dimensions, pair rows.

    `zone`: where days begin. `k`: a pair row of fewer visitors is folded; 1 folds none. The
    outcomes of the result are those of lines that parsed. Afterwards the single views are gone.
    """
    memory.run("fold/macros")
    met = [bucket for (bucket,) in memory.run("fold/met_buckets")]
    days = [datetime.fromtimestamp(bucket, UTC).astimezone(zone).date() for bucket in met]
    memory.run("fold/buckets", bucket=met, day=days)
    given = {"bucket_seconds": bucket_seconds, "k": k}

    def run(connection: Connection, names: tuple[str, ...]) -> None:
        for name in names:
            connection.run(f"fold/{name}", **{p: given[p] for p in _PARAMETERS.get(name, ())})

    with memory.cursor() as other, ThreadPoolExecutor(1, "fold") as beside:

        def run_all(stages: _Stages) -> None:
            for these, those in stages:
                at_work = beside.submit(run, other, those)
                run(memory, these)
                at_work.result()

        run_all(_OF_VIEWS)
        outcomes: dict[str, int] = dict(memory.run("fold/outcomes"))
        hits, event, merged, pixel, pageviews, visits, bytes_sent, first, last = memory.run(
            "fold/totals"
        )[0]
        memory.run("fold/forget_views")
        run_all(_OF_FACTS)
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
