-- The database of loganalytics, version 1: all that is remembered.
--
-- Every count is a signed integer that sums: a number is the sum of a column over the rows of a
-- range, and an ingest adds rows under its own ingest_id, or that of a join. Times are UTC. `bucket` is the
-- start of an hour (30 or 15 minutes where the time zone's offset asks for it, see meta); `day` is
-- a date in the time zone of the database (meta). `site` is the virtual host, or ''.
-- Personal: no. No table holds an address, an agent, a cookie, a user, a query string or a key of a
-- visitor.

-- What was fixed when the database was made: schema_version, timezone, bucket_minutes, k. And `keep`,
-- the days that are kept, where some are not.
create table meta (
    key   varchar primary key,
    value varchar not null
);

-- The ledger: one row for each ingest of one source that held something new.
-- lines = the sum of the outcomes from already_ingested to pageview.
create table ingests (
    ingest_id        integer primary key,
    ingested         timestamp not null,  -- when the ingest ended, UTC
    source           varchar not null,    -- name of the file without its folder, '-' for stdin
    format           varchar not null,    -- name of the log format, or the format itself
    first            timestamp,           -- minute of the earliest new hit, UTC; null without hits
    last             timestamp,           -- minute of the latest new hit, UTC; null without hits
    seconds          double not null,     -- how long the ingest took
    lines            bigint not null,
    already_ingested bigint not null,
    incomplete       bigint not null,
    malformed        bigint not null,
    bot              bigint not null,
    method           bigint not null,
    event            bigint not null,
    merged           bigint not null,
    pixel            bigint not null,
    status           bigint not null,
    excluded         bigint not null,
    download         bigint not null,
    asset            bigint not null,
    pageview         bigint not null,
    hits             bigint not null,     -- lines that parsed
    pageviews        bigint not null,     -- outcomes pageview + pixel
    visits           bigint not null,
    bytes_sent       bigint not null,
    cut_edges        bigint not null,     -- visits that the border to another ingest may have cut
    late             bigint not null,     -- hits of days that were folded already: see --memory
    placeholders     bigint not null,     -- stored values in which something personal was replaced
    geo              varchar not null,    -- geo data and its version
    lists            varchar not null,    -- agent and bot lists and their versions
    erased           varchar not null default '', -- what prune or forget took of its counts since:
                                          -- nothing, whole 'days', or also 'paths'
    options          varchar not null default ''  -- site, pixel and excludes that were asked for
);

-- Which contents are known: bytes and lines up to a newline, and the SHA-256 over the time, status
-- and size fields of exactly those lines (over the length of a line that has none). `head` is the
-- same digest of the first line alone: it finds the candidates.
create table contents (
    ingest_id integer not null,
    bytes     bigint not null,
    lines     bigint not null,
    head      varchar not null,
    digest    varchar not null
);

-- What ingests share, visits that go on and visitors of a day, is counted in each of them. Rows whose
-- ingest_id is a join_id take that back, and go when one of the ingests goes.
create table joins (
    join_id   integer not null,  -- the number of no ingest
    ingest_id integer not null
);

-- All hits, by bucket, status and method. status 0: none logged. method '(none)': no HTTP request.
create table traffic (
    ingest_id  integer not null,
    bucket     timestamp not null,
    site       varchar not null,
    method     varchar not null,
    status     smallint not null,
    bot        boolean not null,
    hits       bigint not null,
    bytes_sent bigint not null
);

-- What people did, by bucket. A visitor is counted in the bucket of the day's first pageview, so the
-- buckets of a day sum to the day's visitors; a visit stands in the bucket where it begins.
create table activity (
    ingest_id        integer not null,
    bucket           timestamp not null,
    site             varchar not null,
    pageviews        bigint not null,
    visits           bigint not null,
    visitors         bigint not null,
    returning_visits bigint not null,  -- the visitor's second or later visit of the day
    bounces          bigint not null,
    seconds          bigint not null   -- durations of the visits
);

-- The same, by page. seconds: time until the next pageview of the visit.
create table pages (
    ingest_id integer not null,
    bucket    timestamp not null,
    site      varchar not null,
    path      varchar not null,
    pageviews bigint not null,
    visits    bigint not null,  -- that saw the page; they do not sum over pages
    entries   bigint not null,
    exits     bigint not null,
    bounces   bigint not null,
    visitors  bigint not null,
    seconds   bigint not null
);

-- The title most pixel hits gave a path on a day.
create table titles (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    path      varchar not null,
    title     varchar not null
);

-- One dimension a row: source, referrer, country, browser, os, device or screen.
create table daily (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    dimension varchar not null,
    value     varchar not null,
    pageviews bigint not null,
    visits    bigint not null,
    visitors  bigint not null
);

-- Documents and archives that were fetched.
create table downloads (
    ingest_id  integer not null,
    day        date not null,
    site       varchar not null,
    path       varchar not null,
    hits       bigint not null,
    bytes_sent bigint not null,
    visitors   bigint not null
);

-- Agents that are no persons.
create table bots (
    ingest_id  integer not null,
    day        date not null,
    site       varchar not null,
    bot        varchar not null,
    kind       varchar not null,  -- search, ai, seo, monitor, feed, library or other
    hits       bigint not null,
    bytes_sent bigint not null,
    visitors   bigint not null    -- distinct address and agent of the day
);

-- Two dimensions a row, pageviews only. A pair of a day seen from fewer than k visitors (meta) has
-- lost its rarer value, or both, to '(other)': the sums equal the exact ones.
create table pairs (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    dimension varchar not null,  -- 'path'
    value     varchar not null,
    by_dimension varchar not null,  -- source, country, device or browser
    by_value  varchar not null,
    pageviews bigint not null
);

-- The 50 latest pageviews, never more: the one list of single views.
create table recent (
    ingest_id integer not null,
    minute    timestamp not null,
    site      varchar not null,
    path      varchar not null,
    device    varchar not null,
    browser   varchar not null,  -- family, without version
    os        varchar not null,
    entry     boolean not null   -- whether a visit began with it
);

-- Derived from pages and titles, which hold all of it, so that a report of months and years need not
-- add up hours: see ingest/summing.py. `summed` says up to which ingest; those after it are not in.
create table summed (
    ingest_id integer not null  -- the highest is the one that holds
);

-- Pages by whole months.
create table month_pages (
    month     timestamp not null,  -- when it begins in the time zone of the database, UTC
    site      varchar not null,
    path      varchar not null,
    pageviews bigint not null,
    visits    bigint not null,
    entries   bigint not null,
    exits     bigint not null,
    bounces   bigint not null,
    visitors  bigint not null,
    seconds   bigint not null
);

-- The latest title of each page.
create table latest_titles (
    site      varchar not null,
    path      varchar not null,
    day       date not null,
    ingest_id integer not null,
    title     varchar not null
);

-- One view a report, for plain duckdb. Sum over what you do not ask for; visitors of several days,
-- summed, overcount people.
create view v_ingests as select * from ingests order by ingest_id;

create view v_timeline as
select a.bucket, a.site, sum(a.pageviews)::bigint as pageviews, sum(a.visits)::bigint as visits,
    sum(a.visitors)::bigint as visitors, sum(a.returning_visits)::bigint as returning_visits,
    sum(a.bounces)::bigint as bounces, sum(a.seconds)::bigint as seconds
from activity as a group by all;

create view v_summary as
select site, min(bucket) as first, max(bucket) as last, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors,
    sum(returning_visits)::bigint as returning_visits, sum(bounces)::bigint as bounces,
    sum(bounces) / nullif(sum(visits), 0) as bounce_rate,
    sum(pageviews) / nullif(sum(visits), 0) as views_per_visit,
    sum(seconds) / nullif(sum(visits), 0) as mean_duration_s
from activity group by all;

create view v_status as
select bucket, site, method, status, bot, sum(hits)::bigint as hits,
    sum(bytes_sent)::bigint as bytes_sent
from traffic group by all;

create view v_pages as
select bucket, site, path, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
    sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
from pages group by all;

create view v_entry as
select bucket, site, path, sum(entries)::bigint as entries, sum(bounces)::bigint as bounces
from pages group by all having sum(entries) <> 0;

create view v_exit as
select bucket, site, path, sum(exits)::bigint as exits
from pages group by all having sum(exits) <> 0;

create view v_titles as
select site, path, max_by(title, (day, ingest_id)) as title from titles group by all;

create view v_daily as
select day, site, dimension, value, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors
from daily group by all;

create view v_sources as
select day, site, value as source, pageviews, visits, visitors from v_daily
where dimension = 'source';

create view v_referrers as
select day, site, value as referrer, pageviews, visits, visitors from v_daily
where dimension = 'referrer';

create view v_countries as
select day, site, value as country, pageviews, visits, visitors from v_daily
where dimension = 'country';

create view v_browsers as
select day, site, value as browser, pageviews, visits, visitors from v_daily
where dimension = 'browser';

create view v_os as
select day, site, value as os, pageviews, visits, visitors from v_daily where dimension = 'os';

create view v_devices as
select day, site, value as device, pageviews, visits, visitors from v_daily
where dimension = 'device';

create view v_screens as
select day, site, value as screen, pageviews, visits, visitors from v_daily
where dimension = 'screen';

create view v_downloads as
select day, site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    sum(visitors)::bigint as visitors
from downloads group by all;

create view v_bots as
select day, site, bot, kind, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    sum(visitors)::bigint as visitors
from bots group by all;

create view v_pairs as
select day, site, dimension, value, by_dimension, by_value, sum(pageviews)::bigint as pageviews
from pairs group by all;

create view v_recent as
select minute, site, path, device, browser, os, entry from recent order by minute desc;
