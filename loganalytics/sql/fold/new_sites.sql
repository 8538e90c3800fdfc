-- Names the sites that have hits. Row: a site, each log's on its own. Reads: met, sites.
-- Writes: new_sites. Personal: no.
create or replace table new_sites as
select site_id, site
from (select distinct site_id from met)
join (select site_id as of, site from sites) on of = site_of(site_id)
