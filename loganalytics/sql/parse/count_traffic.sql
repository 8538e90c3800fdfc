-- Counts the hits of a chunk. Reads: hits. Writes: traffic. Personal: no.
insert into traffic
select bucket, site_id, method, status, bot <> '', count(*), sum(bytes_sent)
from hits group by all
