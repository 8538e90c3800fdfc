-- Numbers the days of the sites.
-- Row: a bucket of a site. Reads: met, buckets, sites. Writes: places. Personal: no.
create or replace table places as
select bucket, site_id, day, site, dense_rank() over (order by day, site)::integer as place_id
from met join buckets using (bucket) join sites using (site_id)
