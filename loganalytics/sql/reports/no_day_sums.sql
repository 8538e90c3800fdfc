-- Stands in for the tables of sums by day and month in a database of an earlier loganalytics, which has
-- none. Row: none. Reads: nothing. Writes: summed_days, day_traffic, month_bots, month_bot_pages,
-- month_bandwidth, month_response_times. Personal: no.
create or replace temp table summed_days (ingest_id integer);

create or replace temp table day_traffic (
    day timestamp, site varchar, status smallint, bot boolean, hits bigint, bytes_sent bigint);

create or replace temp table month_bots (
    month date, site varchar, bot varchar, kind varchar, hits bigint, bytes_sent bigint,
    visitors bigint);

create or replace temp table month_bot_pages (
    month date, site varchar, bot varchar, path varchar, hits bigint, bytes_sent bigint);

create or replace temp table month_bandwidth (
    month date, site varchar, path varchar, hits bigint, bytes_sent bigint);

create or replace temp table month_response_times (
    month date, site varchar, path varchar, duration_bucket smallint, hits bigint);
