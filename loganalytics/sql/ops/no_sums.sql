-- Stands in for the sums where a database of an earlier loganalytics has none. Row: none. Writes: views
-- of the connection. Personal: no.
create or replace temp view old_summed as select 0::integer as ingest_id limit 0;
create or replace temp view old_month_pages as
select timestamp '2000-01-01' as month, '' as site, '' as path, 0::bigint as pageviews,
    0::bigint as visits, 0::bigint as entries, 0::bigint as exits, 0::bigint as bounces,
    0::bigint as visitors, 0::bigint as seconds
limit 0;
create or replace temp view old_latest_titles as
select '' as site, '' as path, date '2000-01-01' as day, 0::integer as ingest_id, '' as title
limit 0;
