-- Row: an ingest, and how many of its visits the border to an earlier one, none of those $joined, may
-- have cut: those at most 1,800 s away from the lines of one that saw people on the same site. Reads:
-- edges, new_sites, new_activity, new_events, db.ingests, db.activity, db.events. Personal: no. Whole minutes are enough: the
-- borders are whole minutes, too.
with ingesting as (
    select unnest($log) as log, unnest($ingest_id) as ingest_id, unnest($first::bigint[]) as first,
        unnest($last::bigint[]) as last
),
seen as (
    select ingest_id, site from db.activity
    union
    select ingest_id, site from db.events
    union
    select ingest_id, site
    from (select site_id from new_activity union select site_id from new_events) as n
    join ingesting on log = log_of(n.site_id)
    join new_sites using (site_id)
),
spans as (
    select ingest_id, epoch_us(first) // 1000000 as first, epoch_us(last) // 1000000 as last
    from db.ingests
    union all
    select ingest_id, first - first % 60, last - last % 60 from ingesting
),
others as (
    select ingest_id, site, first - 1800 as since, last + 59 + 1800 as until
    from spans join seen using (ingest_id)
    where not list_contains($joined::integer[], ingest_id)
        and first - 1800 <= (select max(last) from ingesting)
        and last + 59 + 1800 >= (select min(first) from ingesting)
),
visits_of as (
    select ingest_id, site, start * 60 as start, stop * 60 as stop, visits
    from edges as e
    join ingesting on log = log_of(e.site_id)
    join new_sites using (site_id)
)
select ingest_id, sum(visits)::bigint
from visits_of as v
where exists (
    from others as o
    where o.site = v.site and o.ingest_id < v.ingest_id
        and v.start <= o.until and v.stop >= o.since)
group by ingest_id
