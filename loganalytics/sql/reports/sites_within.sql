-- A row is a site with hits in [start, end), UTC.
-- reads: traffic. yields: site.
-- personal: no.
select site
from traffic
where bucket >= $start::timestamp and bucket < $end::timestamp
group by site
having sum(hits) <> 0
