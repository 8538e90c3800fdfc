-- Row: how many requests the day of a site has that has most. Reads: requests. Personal: no.
select coalesce(max(held), 0)
from (select count(*) as held from requests group by day, site_id)
