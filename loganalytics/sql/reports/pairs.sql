-- A row is a value of one dimension among the pageviews of the paths like $path, over the days
-- [first, after); the most pageviews first. $by: source, country, browser or device. $site null:
-- all sites. Pairs seen from fewer than k visitors on a day are folded: their path may be
-- '(other)', then they are here only if $path is all paths. At most $limit rows.
-- reads: pairs.
-- yields: value, pageviews, then the number of such rows and the sum of pageviews, both without
--     the limit.
-- personal: no.
with counted as (
    select by_value as value, sum(pageviews)::bigint as pageviews
    from pairs
    where dimension = 'path' and by_dimension = $by and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and value like $path escape '\'
        and (value <> '(other)' or trim($path, '%') = '')
    group by by_value
    having sum(pageviews) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total from counted
)
select counted.value, counted.pageviews, whole.found, whole.total
from counted
cross join whole
order by counted.pageviews desc, counted.value
limit $limit
