-- The one row is what people did whose value of $dimension is like $pattern or one of $others ($but:
-- neither), over the days [first, after). $site null: all sites. A visitor of two of the values counts
-- twice.
-- reads: daily.
-- yields: pageviews, visits, visitors, how many of the values met on one day of a site at most.
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
    select sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors,
        count(*) filter (visitors <> 0) as together
    from seen group by day, site
)
select coalesce(sum(pageviews), 0)::bigint as pageviews, coalesce(sum(visits), 0)::bigint as visits,
    coalesce(sum(visitors), 0)::bigint as visitors, coalesce(max(together), 0)::bigint as together
from met
