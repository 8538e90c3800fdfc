-- Stands in for the table of response times where a database of an earlier loganalytics has none.
-- Row: none. Writes: a view of the connection. Personal: no.
create or replace temp view old_response_times as
select 0::integer as ingest_id, date '2000-01-01' as day, '' as site, '' as path,
    0::smallint as duration_bucket, 0::bigint as hits
limit 0;
