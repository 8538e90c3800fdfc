-- Row: how many titles there are by ingest and day, on the days [$first, $after), and how many of pages
-- that nobody saw then. Reads: old.titles, old.pages, days. Personal: no.
with seen as (
    select distinct ingest_id, day, site, path
    from old.pages join days using (bucket)
    where pageviews > 0 and day >= $first and day < $after
)
select count(*), count(*) filter (s.path is null)
from (from old.titles where day >= $first and day < $after) as t
left join seen as s using (ingest_id, day, site, path)
