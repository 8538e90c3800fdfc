-- A row is a site, the busiest first. $after: the end of tomorrow, UTC.
-- reads: traffic. yields: site, hits, first and last bucket (UTC), and of those the last before
--     $after and the first from then on.
-- personal: no.
select site, sum(hits)::bigint as hits, min(bucket) as first, max(bucket) as last,
    max(bucket) filter (bucket < $after::timestamp) as last_before,
    min(bucket) filter (bucket >= $after::timestamp) as first_after
from traffic
group by site
order by hits desc, site
