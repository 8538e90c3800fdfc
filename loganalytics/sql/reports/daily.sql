-- A row is a value of one dimension over the days [first, after); the most visits first.
-- $dimension: source, referrer, country, browser, os, device or screen. $site null: all sites.
-- $pattern: of values like it, '%' for all, or one of $codes ($but: neither). At most $limit rows.
-- reads: daily.
-- yields: value, pageviews, visits, visitors, then the number of such rows and the sum of visits,
--     both without the limit.
-- personal: no.
with counted as (
    select value, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
        sum(visitors)::bigint as visitors
    from daily
    where dimension = $dimension and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and ((not $but and $pattern = '%')
            or (value ilike $pattern escape '\' or list_contains($codes::varchar[], value)) <> $but)
    group by value
    having sum(pageviews) <> 0 or sum(visits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(visits), 0)::bigint as total from counted
)
select counted.value, counted.pageviews, counted.visits, counted.visitors,
    whole.found, whole.total
from counted
cross join whole
order by counted.visits desc, counted.value
limit $limit
