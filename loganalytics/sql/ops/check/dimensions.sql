-- Row: how many days of ingests, sites and dimensions there are, and on how many `daily` has other
-- pageviews or visits than `activity`; of dimensions that not every visit has, more. Of joins the
-- latter are less than nothing and not looked at. Reads: by_day, old.daily, ledger. Personal: no.
with summed as (
    select ingest_id, day, site, dimension, sum(pageviews) as pageviews, sum(visits) as visits
    from old.daily group by all
),
expected as (
    select ingest_id, day, site, dimension, pageviews, visits, true as whole
    from by_day cross join unnest(
        ['source', 'referrer', 'country', 'browser', 'os', 'device', 'screen']
    ) as u (dimension)
    union all
    select ingest_id, day, site, dimension, coalesce(b.pageviews, 0), coalesce(b.visits, 0), false
    from summed semi join ledger using (ingest_id) left join by_day as b using (ingest_id, day, site)
    where dimension in ('channel', 'pixel', 'language') or starts_with(dimension, 'utm_')
),
compared as (
    select coalesce(whole, true) as whole,
        coalesce(s.pageviews, 0) - coalesce(e.pageviews, 0) as pageviews,
        coalesce(s.visits, 0) - coalesce(e.visits, 0) as visits
    from expected as e full join summed as s using (ingest_id, day, site, dimension)
    where e.day is not null
        or not (dimension in ('channel', 'pixel', 'language') or starts_with(dimension, 'utm_'))
)
select count(*), count(*) filter (
    case when whole then pageviews <> 0 or visits <> 0 else greatest(pageviews, visits) > 0 end
)
from compared
