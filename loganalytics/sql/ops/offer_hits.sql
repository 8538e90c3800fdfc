-- Row: of an ingest of another database, what was answered in a bucket, by method and status.
-- Reads: old.traffic. Writes: offered. Personal: no.
create or replace temp table offered as
select ingest_id, site, bucket, method, status, bot, hits, bytes_sent from old.traffic
