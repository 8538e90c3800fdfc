-- Numbers the days of the sites.
-- Row: a day and a site. Reads: facts, sites. Writes: places. Personal: no.
create or replace table places as
with met as (select distinct day, site_id from facts)
select day, site_id, site, dense_rank() over (order by day, site)::integer as place_id
from met join sites using (site_id);
