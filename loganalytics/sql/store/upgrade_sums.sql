-- Gives a database of an earlier loganalytics the tables of sums, which the schema explains, empty.
-- Writes: db.summed, db.month_pages, db.latest_titles. Row: none. Personal: no.
create table if not exists db.summed (
    ingest_id integer not null
);

create table if not exists db.month_pages (
    month     timestamp not null,
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

create table if not exists db.latest_titles (
    site      varchar not null,
    path      varchar not null,
    day       date not null,
    ingest_id integer not null,
    title     varchar not null
);
