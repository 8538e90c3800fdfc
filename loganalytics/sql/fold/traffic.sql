-- Row: the hits of a bucket with one method and status. Reads: traffic, sites. Writes: new_traffic.
-- Personal: no.
insert into new_traffic by name
select make_timestamp(bucket * 1000000) as bucket, site, method, status, outcome = 'bot' as bot,
    sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from traffic join sites using (site_id) group by all
