-- Adds the counts of ingests, those of a portion of the pages (page_portions), sorted as
-- ingest/summing.py does it. Reads: new_pages, new_sites. Writes: db.pages. Personal: no.
insert into db.pages by name
with ingesting as (select unnest($log) as log, unnest($ingest_id) as ingest_id)
select ingest_id, site, n.* exclude (site_id)
from new_pages as n
join ingesting on log = log_of(n.site_id)
join new_sites using (site_id)
where ($after is null or {site: site, path: path} > $after::struct(site varchar, path varchar))
    and ($up_to is null or {site: site, path: path} <= $up_to::struct(site varchar, path varchar))
order by ingest_id, site, path, bucket
