-- Row: how many visits the border to another ingest may have cut: those at most 1,800 s away from
-- the lines of another ingest that saw people on the same site. Reads: edges, sites, db.ingests,
-- db.activity. Personal: no. Whole minutes are enough: the borders are whole minutes, too.
with others as (
    select distinct a.site, epoch_us(i.first) // 1000000 - 1800 as since,
        epoch_us(i.last) // 1000000 + 59 + 1800 as until
    from db.ingests as i join db.activity as a using (ingest_id)
    where epoch_us(i.first) // 1000000 - 1800 <= $last
        and epoch_us(i.last) // 1000000 + 59 + 1800 >= $first
)
select coalesce(sum(v.visits), 0)::bigint
from edges as v join sites as s using (site_id)
where exists (
    from others as o where o.site = s.site and v.start * 60 <= o.until and v.stop * 60 >= o.since)
