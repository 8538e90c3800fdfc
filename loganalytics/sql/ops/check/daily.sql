-- Row: how many days of sites and dimensions there are, and on how many `daily` has other pageviews or
-- visits than `activity`, or other visitors: more are right where one visitor can have several
-- values. Reads: by_day, old.daily. Personal: no.
with summed as (
    select day, site, dimension, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(visitors) as visitors
    from old.daily group by all
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
)
select count(*), count(*) filter (
    coalesce(s.pageviews, 0) <> coalesce(e.pageviews, 0)
    or coalesce(s.visits, 0) <> coalesce(e.visits, 0)
    or coalesce(s.visitors, 0) < coalesce(e.visitors, 0)
    or (dimension in ('country', 'browser', 'os', 'device')
        and coalesce(s.visitors, 0) <> coalesce(e.visitors, 0))
)
from expected as e full join summed as s using (day, site, dimension)
