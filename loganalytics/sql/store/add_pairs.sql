-- Adds the counts of ingests, those by one dimension or ($by_dimension is null) all, in an order that
-- packs well. Reads: new_pairs, new_sites. Writes: db.pairs. Personal: no.
insert into db.pairs by name
with ingesting as (select unnest($log) as log, unnest($ingest_id) as ingest_id)
select ingest_id, site, n.* exclude (site_id)
from new_pairs as n
join ingesting on log = log_of(n.site_id)
join new_sites using (site_id)
where ($by_dimension is null or by_dimension = $by_dimension)
order by ingest_id, by_dimension, day, site, value, by_value
