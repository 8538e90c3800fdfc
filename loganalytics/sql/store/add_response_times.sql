-- Adds the counts of ingests, in an order that packs well. Reads: new_response_times, new_sites.
-- Writes: db.response_times. Personal: no.
insert into db.response_times by name
with ingesting as (select unnest($log) as log, unnest($ingest_id) as ingest_id)
select ingest_id, site, n.* exclude (site_id)
from new_response_times as n
join ingesting on log = log_of(n.site_id)
join new_sites using (site_id)
order by ingest_id, day, site, path, duration_bucket
