# SPDX-License-Identifier: GPL-3.0-or-later
"""The second pure stage: hits of whole visitors to counts, in the same in-memory database.

Knows no files, no database and no command line. What it leaves in memory: tables `new_*`, whose
columns are those of the tables of `sql/store/schema.sql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, Row
from loganalytics.model import Totals

_FEW_VIEWS = 50_000  # not worth to be folded in parts

# Statements that follow one another, and rows of such that do not need each other.
_Line = tuple[str, ...]
_TO_VISITS: _Line = ("viewed_once", "neighbours", "pair", "steps", "visits")
_TO_FACTS: _Line = ("facts", "forget_part")
_OF_HITS: _Line = ("downloads", "bots", "traffic")
_OF_FACTS: tuple[tuple[_Line, ...], ...] = (
    (
        ("names", "people", "values", "daily"),
        ("page_visitors", "visitor_days", "activity", "titles", "recent"),
    ),
    (("pair_views", "pairs"), ("pages",)),
)
_PARAMETERS = {
    "viewed_once": ("parts", "part"),
    "neighbours": ("parts", "part"),
    "steps": ("parts", "part"),
    "visits": ("bucket_seconds", "parts", "part"),
    "facts": ("bucket_seconds",),
    "pairs": ("k",),
}


def fold(
    memory: Connection, *, bucket_seconds: int, zone: ZoneInfo, k: int, threads: int
) -> Totals:
    """Count what the parser left: pairs of pixel and request, visits, dimensions, pair rows.

    `zone`: where days begin. `k`: a pair row of fewer visitors is folded; 1 folds none. `threads`:
    in how many parts of the visitors at once. The outcomes of the result are those of lines that
    parsed. Afterwards the single views are gone.
    """
    memory.run("fold/macros")
    memory.run("fold/tables")
    met = [bucket for (bucket,) in memory.run("fold/met_buckets")]
    days = [datetime.fromtimestamp(bucket, UTC).astimezone(zone).date() for bucket in met]
    memory.run("fold/buckets", bucket=met, day=days)
    views, events = memory.run("fold/met_views")[0]
    parts = threads if views >= _FEW_VIEWS else 1
    with _SideBySide(memory, parts, bucket_seconds=bucket_seconds, k=k) as fold_parts:
        fold_parts.run(("orders",), ("places",))
        fold_parts.run(*[_TO_VISITS] * parts)
        merged, pixel = (sum(numbers) for numbers in zip(*fold_parts.ask("merged"), strict=True))
        for name in ("own_hosts", "origins"):
            memory.run(f"fold/{name}")
        fold_parts.run(*[_TO_FACTS] * parts, _OF_HITS)
        memory.run("fold/forget_views")
        outcomes: dict[str, int] = dict(memory.run("fold/outcomes"))
        hits, pageviews, visits, bytes_sent, first, last = memory.run("fold/totals")[0]
        for rows in _OF_FACTS:
            fold_parts.run(*rows)
    outcomes |= {"event": events, "merged": merged, "pixel": pixel}
    return Totals(
        outcomes=outcomes,
        hits=hits,
        pageviews=pageviews,
        visits=visits,
        bytes_sent=bytes_sent,
        first=first,
        last=last,
    )


class _SideBySide:
    """Runs rows of statements in threads, each with the temporary tables of its part."""

    def __init__(self, memory: Connection, parts: int, **given: int) -> None:
        self._parts = parts
        self._given = given
        self._open = ExitStack()
        # Some rows stand beside those of the parts; where there is but one, two are run at once.
        self._connections = [self._open.enter_context(memory.cursor()) for _ in range(parts + 1)]
        self._pool = self._open.enter_context(ThreadPoolExecutor(max(parts, 2), "fold"))

    def run(self, *rows: _Line) -> None:
        """Run the rows, the first ones as those of the parts; returns when all have ended."""
        at_work = [self._pool.submit(self._run, place, row) for place, row in enumerate(rows)]
        wait(at_work)
        for row in at_work:
            row.result()

    def ask(self, name: str) -> Sequence[Row]:
        """The one row that a statement yields for each part."""
        return [self._connections[part].run(f"fold/{name}")[0] for part in range(self._parts)]

    def _run(self, place: int, row: _Line) -> None:
        given = self._given | {"parts": self._parts, "part": place}
        for name in row:
            parameters = {parameter: given[parameter] for parameter in _PARAMETERS.get(name, ())}
            self._connections[place].run(f"fold/{name}", **parameters)

    def __enter__(self) -> _SideBySide:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
