-- Stands in for the sums by day and month where a database of an earlier loganalytics has none.
-- Row: none. Writes: views of the connection. Personal: no.
create or replace temp view old_summed_days as select 0::integer as ingest_id limit 0;
create or replace temp view old_day_traffic as
select timestamp '2000-01-01' as day, '' as site, 0::smallint as status, false as bot,
    0::bigint as hits, 0::bigint as bytes_sent
limit 0;
create or replace temp view old_month_bots as
select date '2000-01-01' as month, '' as site, '' as bot, '' as kind, 0::bigint as hits,
    0::bigint as bytes_sent, 0::bigint as visitors
limit 0;
create or replace temp view old_month_bot_pages as
select date '2000-01-01' as month, '' as site, '' as bot, '' as path, 0::bigint as hits,
    0::bigint as bytes_sent
limit 0;
create or replace temp view old_month_bandwidth as
select date '2000-01-01' as month, '' as site, '' as path, 0::bigint as hits,
    0::bigint as bytes_sent
limit 0;
create or replace temp view old_month_response_times as
select date '2000-01-01' as month, '' as site, '' as path, 0::smallint as duration_bucket,
    0::bigint as hits
limit 0;
