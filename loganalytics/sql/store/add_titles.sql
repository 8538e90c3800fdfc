-- Adds the counts of ingests, sorted as ingest/summing.py does it. Reads: new_titles, new_sites.
-- Writes: db.titles. Personal: no.
insert into db.titles by name
with ingesting as (select unnest($log) as log, unnest($ingest_id) as ingest_id)
select ingest_id, site, n.* exclude (site_id)
from new_titles as n
join ingesting on log = log_of(n.site_id)
join new_sites using (site_id)
order by ingest_id, site, path, day
