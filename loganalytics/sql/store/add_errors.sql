-- Adds the counts of ingests, in an order that packs well. Reads: new_errors, new_sites.
-- Writes: db.errors. Personal: no.
insert into db.errors by name
with ingesting as (select unnest($log) as log, unnest($ingest_id) as ingest_id)
select ingest_id, site, n.* exclude (site_id)
from new_errors as n
join ingesting on log = log_of(n.site_id)
join new_sites using (site_id)
order by ingest_id, day, site, bot, status, path, referrer
