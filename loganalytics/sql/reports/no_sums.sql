-- Stands in for the tables of sums in a database of an earlier loganalytics, which has none.
-- Row: none. Reads: pages, titles. Writes: summed, month_pages, latest_titles. Personal: no.
create or replace temp table summed as select ingest_id from pages limit 0;

create or replace temp table month_pages as
select bucket as month, * exclude (ingest_id, bucket) from pages limit 0;

create or replace temp table latest_titles as select * from titles limit 0;
