-- Counts the hits of a chunk. Reads: cut. Writes: traffic. Personal: no.
insert into traffic
select bucket_of(time, $bucket_seconds) as bucket, site_id, method, status, outcome, count(*),
    sum(bytes_sent), min(time), max(time)
from cut where outcome is not null group by all
