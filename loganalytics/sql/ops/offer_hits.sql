-- Row: of an ingest of another database, what people were answered in a bucket, by method and status.
-- Reads: old.traffic. Writes: offered. Personal: no.
create or replace temp table offered as
select ingest_id, site, bucket, method, status, sum(hits) as hits, sum(bytes_sent) as bytes_sent
from old.traffic
where not bot and (status between 200 and 299 or status = 304)
group by all
