-- A row is a site, the busiest first.
-- reads: traffic. yields: site, hits, first and last bucket (UTC).
-- personal: no.
select site, sum(hits)::bigint as hits, min(bucket) as first, max(bucket) as last
from traffic
group by site
order by hits desc, site
