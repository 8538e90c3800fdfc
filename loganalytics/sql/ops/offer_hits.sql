-- Row: of an ingest of another database, the hits of a bucket with one method and status.
-- Reads: old.traffic. Writes: offered. Personal: no.
create or replace temp table offered as
select ingest_id, site, bucket, method, status, sum(hits) as hits, sum(bytes_sent) as bytes_sent
from old.traffic
group by all
