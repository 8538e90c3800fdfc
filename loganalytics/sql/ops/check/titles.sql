-- Row: how many titles there are by ingest and day, and how many of pages that nobody saw then.
-- Reads: old.titles, old.pages, days. Personal: no.
with seen as (
    select distinct ingest_id, day, site, path
    from old.pages join days using (bucket) where pageviews > 0
)
select count(*), count(*) filter (s.path is null)
from old.titles left join seen as s using (ingest_id, day, site, path)
