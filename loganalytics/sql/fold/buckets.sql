-- Keeps the day of each bucket in the time zone of the database. Writes: buckets. Personal: no.
create or replace table buckets as
select unnest($bucket)::bigint as bucket, unnest($day)::date as day
