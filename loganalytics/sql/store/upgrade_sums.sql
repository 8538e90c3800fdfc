-- Gives a database of an earlier loganalytics the tables of sums, which the schema explains, empty.
-- Writes: db.summed, db.month_pages, db.latest_titles, db.summed_days, db.day_traffic, db.month_bots,
-- db.month_bot_pages, db.month_bandwidth, db.month_response_times. Row: none. Personal: no.
create table if not exists db.summed (
    ingest_id integer not null
);

create table if not exists db.month_pages (
    month timestamp not null, site varchar not null, path varchar not null,
    pageviews bigint not null, visits bigint not null, entries bigint not null,
    exits bigint not null, bounces bigint not null, visitors bigint not null, seconds bigint not null
);

create table if not exists db.latest_titles (
    site varchar not null, path varchar not null, day date not null, ingest_id integer not null,
    title varchar not null
);

create table if not exists db.summed_days (ingest_id integer not null);
create table if not exists db.day_traffic (
    day timestamp not null, site varchar not null, status smallint not null, bot boolean not null,
    hits bigint not null, bytes_sent bigint not null
);
create table if not exists db.month_bots (
    month date not null, site varchar not null, bot varchar not null, kind varchar not null,
    hits bigint not null, bytes_sent bigint not null, visitors bigint not null
);
create table if not exists db.month_bot_pages (
    month date not null, site varchar not null, bot varchar not null, path varchar not null,
    hits bigint not null, bytes_sent bigint not null
);
create table if not exists db.month_bandwidth (
    month date not null, site varchar not null, path varchar not null,
    hits bigint not null, bytes_sent bigint not null
);
create table if not exists db.month_response_times (
    month date not null, site varchar not null, path varchar not null,
    duration_bucket smallint not null, hits bigint not null
);
