-- Keeps which buckets of a site have hits. Row: such a bucket. Reads: traffic. Writes: met.
-- Personal: no.
insert into met
select distinct bucket, site_id from traffic
except
from met
