-- A row is a site, the busiest first. $after: the end of tomorrow, UTC.
-- reads: traffic. yields: site, hits, first and last bucket (UTC), the last one before $after, and all
--     from then on, of which there should be none.
-- personal: no.
select site, sum(hits)::bigint as hits, min(bucket) as first, max(bucket) as last,
    max(bucket) filter (bucket < $after::timestamp) as last_before,
    coalesce(list(distinct bucket) filter (bucket >= $after::timestamp), []) as afterwards
from traffic
group by site
order by hits desc, site
