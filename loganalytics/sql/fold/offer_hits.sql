-- Row: of an ingest that is to come, what was answered in a bucket, by method and status.
-- Reads: new_traffic, new_sites. Writes: offered. Personal: no.
create or replace temp table offered as
with ingesting as (
    select unnest($log) as log, unnest($ingest_id) as ingest_id
)
select ingest_id, site, bucket, method::varchar as method, status, bot, hits, bytes_sent
from new_traffic as n
join ingesting on log = log_of(n.site_id)
join new_sites using (site_id)
