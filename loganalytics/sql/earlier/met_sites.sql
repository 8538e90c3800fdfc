-- Row: a site with hits. Reads: traffic, sites. Personal: no.
select distinct site
from (select distinct site_of(site_id) as site_id from traffic)
join sites using (site_id)
