-- A row is a site and what people did there whose value of $dimension is like $pattern or one of $others
-- ($but: neither), over the days [first, after); the most pageviews first. $site null: all sites. A visitor
-- of two of the values counts twice. At most $limit rows.
-- reads: daily.
-- yields: site, pageviews, visits, visitors, how many of the values met on one day at most, then the
--     number of such rows and the sum of pageviews, both without the limit.
-- personal: no.
with seen as (
    select day, site, value, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(visitors) as visitors
    from daily
    where dimension = $dimension and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and (value ilike $pattern escape '\' or list_contains($others::varchar[], value)) <> $but
    group by day, site, value
),
met as (
    select site, sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors,
        count(*) filter (visitors <> 0) as together
    from seen group by day, site
),
counted as (
    select site, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
        sum(visitors)::bigint as visitors, max(together)::bigint as together
    from met
    group by site
    having sum(pageviews) <> 0 or sum(visits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total from counted
)
select counted.*, whole.found, whole.total
from counted
cross join whole
order by counted.pageviews desc, counted.visits desc, counted.site
limit $limit
