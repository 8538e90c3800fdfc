-- Stands in for the tables of what was asked for where a database of an earlier loganalytics has none.
-- Row: none. Writes: views of the connection. Personal: no.
create or replace temp view old_errors as
select 0::integer as ingest_id, date '2000-01-01' as day, '' as site, 0::smallint as status,
    '' as path, '' as kind, '' as referrer, false as bot, 0::bigint as hits
limit 0;
create or replace temp view old_bot_pages as
select 0::integer as ingest_id, date '2000-01-01' as day, '' as site, '' as bot, '' as path,
    0::bigint as hits, 0::bigint as bytes_sent
limit 0;
create or replace temp view old_bandwidth as
select 0::integer as ingest_id, date '2000-01-01' as day, '' as site, '' as path,
    0::bigint as hits, 0::bigint as bytes_sent
limit 0;
create or replace temp view old_events as
select 0::integer as ingest_id, date '2000-01-01' as day, '' as site, '' as event, '' as path,
    0::bigint as hits, 0::bigint as visitors
limit 0;
