-- Row: the hits of a bucket with one method and status. Reads: traffic. Writes: new_traffic.
-- Personal: no.
insert into new_traffic by name
select make_timestamp(bucket * 1000000) as bucket, site_id, method, status, outcome = 'bot' as bot,
    sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from traffic group by all
