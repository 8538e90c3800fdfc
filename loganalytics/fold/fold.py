# SPDX-License-Identifier: GPL-3.0-or-later
"""The second pure stage: hits of whole visitors to counts, in the same in-memory database.

Knows no files, no database and no command line. What it leaves in memory: tables `new_*`, whose
columns are those of the tables of `sql/store/schema.sql`.
"""

from __future__ import annotations

from loganalytics.engine import Connection
from loganalytics.model import Totals

# pixel and event are told apart by looking at the views, the rest when a line is read.
_STATEMENTS = (
    "orders",
    "pair",
    "steps",
    "visits",
    "own_hosts",
    "origins",
    "facts",
    "visitor_days",
    "activity",
    "pages",
    "titles",
    "visitors",
    "daily",
    "downloads",
    "bots",
    "traffic",
    "pair_views",
    "pairs",
    "recent",
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
    for name in _STATEMENTS:
        memory.run(f"fold/{name}", **{p: given[p] for p in _PARAMETERS.get(name, ())})
    outcomes = {outcome: lines for outcome, lines in memory.run("fold/outcomes")}
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
