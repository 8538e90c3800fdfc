-- Row: a bucket and its day in the database's zone. Writes: days. Personal: no.
create or replace temp table days as
select unnest($buckets::timestamp[]) as bucket, unnest($days::date[]) as day
