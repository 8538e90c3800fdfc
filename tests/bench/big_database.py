# SPDX-License-Identifier: GPL-3.0-or-later
"""Build a database of years, as nightly ingests leave it, without reading a log.

    python -m tests.bench.big_database --out big.duckdb

Each day is invented as visits and their views in an in-memory database, summed into the tables
`new_*` that an ingest makes, and added by the statements of `loganalytics/sql/store` in a
transaction of its own: the same tables, in the same order, under one ingest_id a day.

By default: 2023 to 2025, ten sites, 5,000 paths each, 70,000 pageviews a day. A day has about as
many rows of each table as a generated log of 333,000 lines has (a month of one site, 1,000,000
lines, 277 MB, gave 3,520 rows of pages, 1,220 of titles, 955 of pairs, 600 of daily and 466 of
traffic a day), so three years stand for 365 million lines or 100 GB of logs.

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
    "recent": (),
}

# Statements of the generator, in the order in which they run: first those of a database.
_ONCE = (
    # A number in [0, 1) that depends on nothing but its arguments.
    "create macro chance(day, i, salt) as (hash((day - date '2000-01-01') * 1000000000000"
    " + i * 1000 + salt) >> 11) / 9007199254740992.0",
    # A rank in [0, n): rank r is about half as frequent as rank r / 2 (Zipf's law).
    "create macro zipf(n, u) as least(n - 1, floor(pow(n + 1, u)) - 1)::integer",
    # The first site has ten times the readers of the last of ten.
    """
    create table sites as
    select i as number, 'www.site-' || i || '.example' as site,
        ($sites - i) / ($sites * ($sites + 1) / 2) as share
    from range($sites) as r(i)
    """,
    "create table new_sites as select number::integer as site_id, site from sites",
    # Paths of about 35 characters; a third of them stand under /blog/.
    """
    create table paths as
    with words as (
        select ['small', 'quiet', 'open', 'everyday', 'modern', 'green', 'private', 'honest',
                'simple', 'careful'] as how,
            ['gardens', 'queues', 'parsers', 'letters', 'bicycles', 'kitchens', 'maps', 'caches',
                'notebooks', 'swifts'] as what,
            ['/blog/2024/', '/docs/guide/', '/blog/2025/', '/products/', '/tags/', '/wiki/']
                as under
    )
    select s.site, r.i::integer as rank,
        case r.i when 0 then '/' when 1 then '/about/' else
            under[1 + (hash(s.number * $paths + r.i) % 6)::integer] || how[1 + (r.i % 10)] || '-'
            || what[1 + (r.i // 10 % 10)] || '-' || (s.number * $paths + r.i)
        end as path,
        case r.i when 0 then 'Home' when 1 then 'About us' else
            'On ' || how[1 + (r.i % 10)] || ' ' || what[1 + (r.i // 10 % 10)] || ', part '
            || (s.number * $paths + r.i)
        end || ' | site ' || s.number as title
    from sites as s, range($paths) as r(i), words
    """,
)
_EACH_DAY = {
    # A row is a visit. Half have one view; there are more on workdays, and more each year.
    "visits": """
    select s.number * 10000000 + r.i as visit, s.site,
        ((chance($day, visit, 1) + chance($day, visit, 2)) * 43200)::integer as start,
        least(15, 1 + floor(ln(1 - chance($day, visit, 3)) / ln(0.525)))::integer as views,
        chance($day, visit, 4) < 0.06 as again,
        'source ' || zipf(30, chance($day, visit, 5)) as source,
        'ref-' || zipf(150, chance($day, visit, 6)) || '.example/page' as referrer,
        'C' || zipf(150, chance($day, visit, 7)) as country,
        'Browser ' || zipf(400, chance($day, visit, 8)) as browser,
        'System ' || zipf(15, chance($day, visit, 9)) as os,
        ['desktop', 'mobile', 'tablet', 'other'][1 + zipf(4, chance($day, visit, 10))] as device,
        zipf(33, chance($day, visit, 11)) || 'x800' as screen
    from sites as s, range(
        (ceil($views * s.share / 2.1) * if(isodow($day) > 5, 0.75, 1.1))::bigint
    ) as r(i)
    """,
    # A row is a pageview, 75 s after the one before.
    "views": """
    with ranked as (
        select v.*, k.n, least(86399, v.start + 75 * k.n)::integer as moment,
            zipf($paths, chance($day, v.visit, 100 + k.n)) as rank
        from visits as v, range(v.views) as k(n)
    )
    select r.*, p.path, row_number() over (partition by visit, path order by n) = 1 as first
    from ranked as r join paths as p on p.site = r.site and p.rank = r.rank
    """,
    "new_activity": """
    select $day + to_hours(hour) as bucket, site, sum(pageviews)::bigint as pageviews,
        sum(visits)::bigint as visits, sum(visitors)::bigint as visitors,
        sum(returning_visits)::bigint as returning_visits, sum(bounces)::bigint as bounces,
        sum(seconds)::bigint as seconds
    from (
        select moment // 3600 as hour, site, 1 as pageviews, 0 as visits, 0 as visitors,
            0 as returning_visits, 0 as bounces, 0 as seconds
        from views
        union all
        select start // 3600, site, 0, 1, (not again)::integer, again::integer,
            (views = 1)::integer, 75 * (views - 1)
        from visits
    )
    group by hour, site
    """,
    "new_pages": """
    select $day + to_hours(hour) as bucket, site, path, sum(pageviews)::bigint as pageviews,
        sum(visits)::bigint as visits, sum(entries)::bigint as entries,
        sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
        sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
    from (
        select moment // 3600 as hour, site, path, 1 as pageviews, 0 as visits, 0 as entries,
            0 as exits, 0 as bounces, (first and not again)::integer as visitors,
            75 * (n + 1 < views)::integer as seconds
        from views
        union all
        select start // 3600, site, path, 0, first::integer, (n = 0)::integer,
            (n + 1 = views)::integer, (views = 1)::integer, 0, 0
        from views
    )
    group by hour, site, path
    """,
    "new_titles": """
    select $day as day, site, path, title
    from paths where (site, path) in (select (site, path) from views where visit % 2 = 0)
    """,
    "new_daily": """
    select $day as day, site, dimension, value, count(*) as pageviews,
        count(*) filter (where n = 0) as visits,
        count(*) filter (where n = 0 and not again) as visitors
    from (
        unpivot (
            select site, n, again, source, referrer, country, browser, os, device, screen
            from views
        )
        on source, referrer, country, browser, os, device, screen into name dimension value value
    )
    group by site, dimension, value
    """,
    # Pairs of fewer than five visits lose their rarer value, or both.
    "new_pairs": """
    with each as (
        select site, path as value, by_dimension, by_value, count(*) as pageviews,
            count(*) filter (where first) as people
        from (
            unpivot (select site, first, path, source, country, device, browser from views)
            on source, country, device, browser into name by_dimension value by_value
        )
        group by all
    ),
    sized as (
        select *, sum(people) over (partition by site, by_dimension, value) as of_path,
            sum(people) over (partition by site, by_dimension, by_value) as of_value
        from each
    ),
    once as (
        select site, by_dimension,
            if(people < 5 and of_path <= of_value, '(other)', value) as value,
            if(people < 5 and of_path > of_value, '(other)', by_value) as by_value,
            sum(pageviews) as pageviews, sum(people) as people
        from sized group by all
    )
    select $day as day, site, 'path' as dimension, if(people < 5, '(other)', value) as value,
        by_dimension, if(people < 5, '(other)', by_value) as by_value,
        sum(pageviews)::bigint as pageviews
    from once group by all
    """,
    # 80 kinds of hits, of which an hour lacks the rare ones; some 4.7 hits a pageview.
    "new_traffic": """
    with kinds as (
        select unnest(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT']) as method,
            unnest([1, 0.03, 0.01, 0.003, 0.001]) as weight
    ),
    statuses as (
        select unnest([200, 304, 404, 301, 500, 206, 403, 499])::smallint as status,
            unnest([0.7, 0.2, 0.04, 0.03, 0.01, 0.01, 0.01, 0.01]) as weight
    )
    select a.bucket, a.site, k.method, s.status, b.bot,
        sum(ceil(4.6 * a.pageviews * k.weight * s.weight * if(b.bot, 0.2, 0.8)
            - chance($day, hour(a.bucket), s.status)))::bigint as hits,
        hits * 9000 as bytes_sent
    from new_activity as a, kinds as k, statuses as s, (values (true), (false)) as b(bot)
    group by all
    having hits > 0
    """,
    "new_bots": """
    select $day as day, site, 'Bot ' || i as bot,
        ['seo', 'monitor', 'other', 'search', 'library', 'ai', 'feed'][1 + i % 7] as kind,
        (1 + $views * share / 6 / (i + 1))::bigint as hits, hits * 7000 as bytes_sent,
        1 + i % 3 as visitors
    from sites, range(300) as r(i)
    where chance($day, number * 1000 + i, 0) < 0.85
    """,
    "new_downloads": """
    select $day as day, site, '/files/report-' || i || '.pdf' as path,
        (1 + $views * share / 300 / (i + 1))::bigint as hits, hits * 500000 as bytes_sent,
        hits as visitors
    from sites, range(20) as r(i)
    """,
    "new_recent": """
    select $day + to_minutes(moment // 60) as minute, site, path, device,
        split_part(browser, ' ', 1) as browser, os, n = 0 as entry
    from views order by moment desc, visit, n limit 50
    """,
}

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
    sizes = {"sites": sites, "paths": paths, "views": views}
    with engine.memory(memory_limit="2GB") as memory:
        for name in ("types", "macros"):
            memory.run(f"parse/{name}")
        for text in _ONCE:
            _run(memory, text, sizes)
        memory.attach(out)
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
            for table, text in _EACH_DAY.items():
                _run(memory, f"create or replace table {table} as {text}", {"day": day} | sizes)
            held = _sums(memory)
            for table in SUMS:
                _run(memory, _BY_NUMBER.format(table), {})
            _add(memory, out, number + 1, day, held)
            sum_up(memory, store)
            sums.update(held)
            if sys.stderr.isatty():
                print(f"\r{day}", end="", file=sys.stderr)
    return dict(sums)


def _add(
    memory: engine.Connection, out: Path, ingest_id: int, day: date, held: Counter[str]
) -> None:
    """What an ingest does to a database: attach, one transaction, detach."""
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    hits, pageviews = held["traffic.hits"], held["activity.pageviews"]
    outcomes = dict.fromkeys(OUTCOMES, 0) | {"pageview": pageviews, "asset": hits - pageviews}
    memory.attach(out)
    memory.transaction("begin")
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
    for table in SUMS:
        memory.run(f"store/add_{table}", log=[0], ingest_id=[ingest_id])
    memory.run("store/trim_recent", most=50)
    memory.transaction("commit")
    memory.detach()


def _sums(memory: engine.Connection) -> Counter[str]:
    """Of the day at hand: the rows of each table, and the sums of its counts."""
    held: Counter[str] = Counter()
    for table, columns in SUMS.items():
        sums = "".join(f", sum({column})::bigint" for column in columns)
        (row,) = _run(memory, f"select count(*){sums} from new_{table}", {})
        names = ["rows", *columns]
        held.update({f"{table}.{name}": value for name, value in zip(names, row, strict=True)})
    return held


def _run(memory: engine.Connection, text: str, parameters: dict[str, object]) -> list[engine.Row]:
    used = {name: value for name, value in parameters.items() if f"${name}" in text}
    return memory._raw.execute(text, used or None).fetchall()  # whose errors may be read here


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--days", type=int, default=1096, help="the last is 2025-12-31")
    parser.add_argument("--sites", type=int, default=10)
    parser.add_argument("--paths", type=int, default=50_000, help="of all sites")
    parser.add_argument("--views", type=int, default=70_000, help="of all sites, a day")
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
