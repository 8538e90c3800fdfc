# SPDX-License-Identifier: GPL-3.0-or-later
"""Build a database of years, as nightly ingests leave it, without reading a log.

    python -m tests.bench.big_database --out big.duckdb

Days are invented as visits and their views in an in-memory database, summed into the tables `new_*`
that an ingest makes, and added by the statements of `loganalytics/sql/store` in a transaction of
their own: the same tables, in the same order, under one ingest_id a day. After 28 days the same
counts come again under later dates.

By default: 2023 to 2025, ten sites, 5,000 paths each, 7,000 pageviews a day, which stand for some
36 million lines or 10 GB of logs.

Prints the sums of what it wrote as JSON. The same options give the same rows.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from loganalytics import engine
from loganalytics.ingest.summing import sum_up
from loganalytics.model import OUTCOMES, SCHEMA_VERSION, Contents, Settings
from loganalytics.store import Store
from loganalytics.store.adding import add_counts

LAST = date(2025, 12, 31)
SUMS = {
    "traffic": ("hits", "bytes_sent"),
    "activity": ("pageviews", "visits", "visitors", "returning_visits", "bounces", "seconds"),
    "pages": ("pageviews", "visits", "visitors", "entries", "exits", "bounces", "seconds"),
    "titles": (),
    "daily": ("pageviews", "visits", "visitors"),
    "downloads": ("hits", "bytes_sent", "visitors"),
    "bots": ("hits", "bytes_sent", "visitors"),
    "pairs": ("pageviews",),
    "errors": ("hits",),
    "bot_pages": ("hits", "bytes_sent"),
    "bandwidth": ("hits", "bytes_sent"),
    "events": ("hits", "visitors"),
    "response_times": ("hits",),
    "recent": (),
}

_ONCE, _DAY = (
    (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("big_once", "big_day")
)
_INVENTED = 28  # days; after these they come again, so that each keeps its weekday
_TIMES = {"activity": "bucket", "pages": "bucket", "traffic": "bucket", "recent": "minute"}
_BY_NUMBER = """
create or replace table new_{0} as
select n.* exclude (site), site_id from new_{0} as n join new_sites using (site)
"""


def build(out: Path, *, days: int, sites: int, paths: int, views: int) -> dict[str, int]:
    """Write a new database at `out`; returns the sums that it holds, by 'table.column'.

    `paths` is the number of each site, `views` that of pageviews of all sites on a usual day.
    """
    sums: Counter[str] = Counter()
    store = Store(out, Settings("UTC", 60, 5), Contents())
    with engine.memory(memory_limit="2GB") as memory:
        for name in ("types", "macros"):
            memory.run(f"parse/{name}")
        for name, value in (("sites", sites), ("paths", paths), ("views", views)):
            _run(memory, f"set variable {name} = {value}")
        _run(memory, _ONCE)
        memory.attach_new(out)
        memory.use("db")
        memory.run("store/schema")
        memory.run("store/views")
        memory.use("memory")
        meta = {"schema_version": SCHEMA_VERSION, "timezone": "UTC", "bucket_minutes": 60, "k": 5}
        for key, value in meta.items():
            memory.run("store/add_meta", key=key, value=str(value))
        memory.detach()
        for number in range(days):
            day = LAST - timedelta(days=days - 1 - number)
            _make(memory, number, day)
            held = _sums(memory)
            for table in SUMS:
                _run(memory, _BY_NUMBER.format(table))
            _add(memory, out, number + 1, day, held)
            sum_up(memory, store)
            sums.update(held)
            if sys.stderr.isatty():
                print(f"\r{day}", end="", file=sys.stderr)
    return dict(sums)


def _make(memory: engine.Connection, number: int, day: date) -> None:
    """The tables `new_*` of a day: invented, or those of a day weeks ago."""
    cycles, nth = divmod(number, _INVENTED)
    if not cycles:
        _run(memory, f"set variable day = date '{day}'")
        _run(memory, _DAY)
        for table in SUMS:
            _run(memory, f"create table day_{nth}_{table} as from new_{table}")
        return
    for table in SUMS:
        column = _TIMES.get(table, "day")
        days = cycles * _INVENTED
        later = f"({column} + to_days({days}))" + ("::date" if column == "day" else "")
        _run(
            memory,
            f"create or replace table new_{table} as"
            f" select * replace ({later} as {column}) from day_{nth}_{table}",
        )


def _add(
    memory: engine.Connection, out: Path, ingest_id: int, day: date, held: Counter[str]
) -> None:
    """What an ingest does to a database: attach, one transaction, detach."""
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    hits, pageviews = held["traffic.hits"], held["activity.pageviews"]
    outcomes = dict.fromkeys(OUTCOMES, 0) | {"pageview": pageviews, "asset": hits - pageviews}
    memory.attach(out)
    row = {
        "source": "access.log.1",
        "format": "vhost_combined",
        "first": midnight,
        "last": midnight + 86399,
        "seconds": 2.0,
        "lines": hits,
        "hits": hits,
        "pageviews": pageviews,
        "visits": held["activity.visits"],
        "bytes_sent": held["traffic.bytes_sent"],
        "cut_edges": 0,
        "late": 0,
        "placeholders": 0,
        "geo": "",
        "lists": "",
        "options": "",
        **outcomes,
    }
    with memory.transaction():
        memory.run(
            "store/add_ingests",
            ingest_id=[ingest_id],
            ingested=datetime(day.year, day.month, day.day, 3, 15) + timedelta(days=1),
            **{name: [value] for name, value in row.items()},
        )
        memory.run(
            "store/add_contents",
            ingest_id=[ingest_id],
            bytes=[hits * 277],
            lines=[hits],
            head=[f"{ingest_id:064x}"],
            digest=[f"{ingest_id:064x}"],
            beginnings=[""],
        )
        add_counts(memory, [0], [ingest_id])
        memory.run("store/trim_recent", most=50)
    memory.detach()


def _sums(memory: engine.Connection) -> Counter[str]:
    """Of the day at hand: the rows of each table, and the sums of its counts."""
    held: Counter[str] = Counter()
    for table, columns in SUMS.items():
        sums = "".join(f", sum({column})::bigint" for column in columns)
        (row,) = _run(memory, f"select count(*){sums} from new_{table}")
        names = ["rows", *columns]
        held.update({f"{table}.{name}": value for name, value in zip(names, row, strict=True)})
    return held


def _run(memory: engine.Connection, text: str) -> list[engine.Row]:
    return memory._raw.execute(text).fetchall()  # whose errors may be read here


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--days", type=int, default=1096, help="the last is 2025-12-31")
    parser.add_argument("--sites", type=int, default=10)
    parser.add_argument("--paths", type=int, default=50_000, help="of all sites")
    parser.add_argument("--views", type=int, default=7_000, help="of all sites, a day")
    asked = parser.parse_args()
    if asked.out.exists():
        parser.error(f"{asked.out} is there already")
    started = time.monotonic()
    sums = build(
        asked.out,
        days=asked.days,
        sites=asked.sites,
        paths=asked.paths // asked.sites,
        views=asked.views,
    )
    seconds = round(time.monotonic() - started, 1)
    print(json.dumps({"seconds": seconds, "bytes": asked.out.stat().st_size, **sums}, indent=2))


if __name__ == "__main__":
    main()
