-- The database of loganalytics, version 1: all that is remembered.
--
-- Every count is a signed integer that sums: a number is the sum of a column over the rows of a
-- range, and an ingest adds rows under its own ingest_id, or that of a join. Times are UTC. `bucket` is the
-- start of an hour (30 or 15 minutes where the time zone's offset asks for it, see meta); `day` is
-- a date in the time zone of the database (meta). `site` is the virtual host, or ''.
-- Also run over the database of an earlier version, which then gets the tables it lacks.
-- Personal: no. No table holds an address, an agent, a cookie, a user, a query string or a key of a
-- visitor.

-- What was fixed when the database was made: schema_version, timezone, bucket_minutes, k. And `keep`,
-- the days that are kept, where some are not.
create table if not exists meta (
    key   varchar primary key,
    value varchar not null
);

-- The ledger: one row for each ingest of one source that held something new.
-- lines = the sum of the outcomes from already_ingested to pageview.
create table if not exists ingests (
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
    options          varchar not null default ''  -- site, pixel, excludes and kept parameters that
        -- were asked for; of redactions and of excluded addresses two digits of SHA-256
);

-- Which contents are known: bytes and lines up to a newline, and the SHA-256 over the time, status
-- and size fields of exactly those lines (over the length of a line that has none). `head` is the
-- same digest of the first line alone: it finds the candidates. `beginnings` are the first six
-- digits each of that over the first 256 bytes of those fields, and a tenth more each time: they tell
-- whether a shorter log begins alike.
create table if not exists contents (
    ingest_id  integer not null,
    bytes      bigint not null,
    lines      bigint not null,
    head       varchar not null,
    digest     varchar not null,
    beginnings varchar not null default ''
);

-- What ingests share, visits that go on and visitors of a day, is counted in each of them. Rows whose
-- ingest_id is a join_id take that back, and go when one of the ingests goes.
create table if not exists joins (
    join_id   integer not null,  -- the number of no ingest
    ingest_id integer not null
);

-- All hits, by bucket, status and method. status 0: none logged. method '(none)': no HTTP request.
create table if not exists traffic (
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
create table if not exists activity (
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
create table if not exists pages (
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
create table if not exists titles (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    path      varchar not null,
    title     varchar not null
);

-- One dimension a row: source, referrer, channel, country, language (where the log names it), browser,
-- os, device, screen or pixel (yes of visits whose browser ran it, no); of visits by a tagged link also utm_source, utm_medium,
-- utm_campaign, utm_term and utm_content.
create table if not exists daily (
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
create table if not exists downloads (
    ingest_id  integer not null,
    day        date not null,
    site       varchar not null,
    path       varchar not null,
    hits       bigint not null,
    bytes_sent bigint not null,
    visitors   bigint not null
);

-- Agents that are no persons.
create table if not exists bots (
    ingest_id  integer not null,
    day        date not null,
    site       varchar not null,
    bot        varchar not null,
    kind       varchar not null,  -- search, ai, seo, monitor, feed, library or other
    hits       bigint not null,
    bytes_sent bigint not null,
    visitors   bigint not null    -- distinct address and agent of the day
);

-- What of all hits failed, statuses from 400 on: of people and of bots the 500 rows of a day with
-- the most hits; the others are added up as '(other)'. Here, in bot_pages, bandwidth and
-- response_times a path that matches --exclude is '(excluded)', and one that is never a page '/api/*' or the like.
create table if not exists errors (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    status    smallint not null,
    path      varchar not null,
    kind      varchar not null,  -- page, asset, download, excluded or pixel; '' of '(other)'
    referrer  varchar not null,  -- of 404 and 410, what led there: '/path' on the site itself, host
                                 -- and path elsewhere ('(other)' where it led fewer than k
                                 -- visitors there, see meta), '(none)'; '' of other statuses
    bot       boolean not null,
    hits      bigint not null
);

-- What bots fetched: of each bot the 50 paths of a day with the most hits, then '(other)'.
create table if not exists bot_pages (
    ingest_id  integer not null,
    day        date not null,
    site       varchar not null,
    bot        varchar not null,
    path       varchar not null,
    hits       bigint not null,
    bytes_sent bigint not null
);

-- What all hits took: the 500 paths of a day with the most bytes, then '(other)'.
create table if not exists bandwidth (
    ingest_id  integer not null,
    day        date not null,
    site       varchar not null,
    path       varchar not null,
    hits       bigint not null,
    bytes_sent bigint not null
);

-- How long hits took, where the log says so: the 200 paths of a day with the most hits, then '(other)'.
-- Histograms, which sum: of bucket n, 0.95 * (1.05 / 0.95)^(n - 1) microseconds are 5 % off at most.
create table if not exists response_times (
    ingest_id       integer not null,
    day             date not null,
    site            varchar not null,
    path            varchar not null,
    duration_bucket smallint not null,  -- from 1 on; 0: less than a microsecond, or than the log tells
    hits            bigint not null
);

-- Events by name and page. A visitor is counted on the page of the day's first event of that name, so
-- the pages of an event sum to its visitors. A page with fewer than k visitors (meta) is '(other)',
-- from which is also taken back what several ingests counted of one visitor (joins).
-- The 100 names of a day with the most hits, and the 1,000 rows, then '(other)'.
create table if not exists events (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    event     varchar not null,
    path      varchar not null,
    hits      bigint not null,
    visitors  bigint not null
);

-- Two dimensions a row, pageviews only: each two of path, source, channel, utm_campaign, country,
-- browser, os, device and screen, in this order. A pair of a day seen from fewer than k visitors
-- (meta) has lost its rarer value, or both, to '(other)': the sums equal the exact ones.
create table if not exists pairs (
    ingest_id integer not null,
    day       date not null,
    site      varchar not null,
    dimension varchar not null,
    value     varchar not null,
    by_dimension varchar not null,
    by_value  varchar not null,
    pageviews bigint not null
);

-- The 50 latest pageviews, never more: the one list of single views.
create table if not exists recent (
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
create table if not exists summed (
    ingest_id integer not null  -- the highest is the one that holds
);

-- Pages by whole months, of which `month` is when it begins in the time zone of the database, UTC.
create table if not exists month_pages (
    month timestamp not null, site varchar not null, path varchar not null,
    pageviews bigint not null, visits bigint not null, entries bigint not null,
    exits bigint not null, bounces bigint not null, visitors bigint not null, seconds bigint not null
);

-- The latest title of each page.
create table if not exists latest_titles (
    site varchar not null, path varchar not null, day date not null, ingest_id integer not null,
    title varchar not null
);

-- Derived from traffic, of which `day` is when a day begins in the time zone of the database, UTC, and
-- from what has thousands of rows a day, of which `month` is the first day. `summed_days` says up to
-- which ingest. What many ingests have of a day or month is a row for each run of them.
create table if not exists summed_days (ingest_id integer not null);
create table if not exists day_traffic (
    day timestamp not null, site varchar not null, status smallint not null, bot boolean not null,
    hits bigint not null, bytes_sent bigint not null
);
create table if not exists month_bots (
    month date not null, site varchar not null, bot varchar not null, kind varchar not null,
    hits bigint not null, bytes_sent bigint not null, visitors bigint not null
);
create table if not exists month_bot_pages (
    month date not null, site varchar not null, bot varchar not null, path varchar not null,
    hits bigint not null, bytes_sent bigint not null
);
create table if not exists month_bandwidth (
    month date not null, site varchar not null, path varchar not null,
    hits bigint not null, bytes_sent bigint not null
);
create table if not exists month_response_times (
    month date not null, site varchar not null, path varchar not null,
    duration_bucket smallint not null, hits bigint not null
);
