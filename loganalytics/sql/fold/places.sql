-- Numbers the days of the sites.
-- Row: a bucket of a site. Reads: met, buckets. Writes: places. Personal: no.
create or replace table places as
select bucket, site_id, day, dense_rank() over (order by day, site_id)::integer as place_id
from met join buckets using (bucket)
