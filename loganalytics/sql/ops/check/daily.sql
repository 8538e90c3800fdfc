-- Row: how many days of sites and dimensions there are, and on how many `daily` has other pageviews or
-- visits than `activity`, or other visitors: more are right where one visitor can have several
-- values. Channels, the pixel and languages are looked at where all ingests of the day counted them,
-- tags of links not at all: most visits have none. Reads: by_day, old.daily,
-- ledger. Personal: no.
with counted as (
    select distinct ingest_id, day, site, dimension
    from old.daily where dimension in ('channel', 'pixel', 'language')
),
later as (
    select day, site, dimension
    from by_day semi join ledger using (ingest_id)
    cross join unnest(['channel', 'pixel', 'language']) as u (dimension)
    left join counted as c using (ingest_id, day, site, dimension)
    where pageviews <> 0
    group by day, site, dimension having count(*) = count(c.ingest_id)
),
summed as (
    select day, site, dimension, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(visitors) as visitors
    from old.daily
    where dimension not in ('channel', 'pixel', 'language') and not starts_with(dimension, 'utm_')
        or (day, site, dimension) in (from later)
    group by all
),
of_site as (
    select day, site, sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors
    from by_day group by all
),
expected as (
    select *
    from of_site, unnest(
        ['source', 'referrer', 'country', 'browser', 'os', 'device', 'screen']
    ) as u (dimension)
    union all
    select s.*, dimension from of_site as s join later using (day, site)
)
select count(*), count(*) filter (
    coalesce(s.pageviews, 0) <> coalesce(e.pageviews, 0)
    or coalesce(s.visits, 0) <> coalesce(e.visits, 0)
    or coalesce(s.visitors, 0) < coalesce(e.visitors, 0)
    or (dimension in ('country', 'browser', 'os', 'device')
        and coalesce(s.visitors, 0) <> coalesce(e.visitors, 0))
)
from expected as e full join summed as s using (day, site, dimension)
