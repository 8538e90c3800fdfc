-- A row is a value of the dimension $of among the pageviews of a filter; the most pageviews first; pages
-- of several sites apart. At most $limit rows. Reads: pair_sums.
-- Yields: site ('' but for pages), value, pageviews, then the number of such rows, the sum of
--     pageviews and those of '(other)', all without the limit.
-- Personal: no.
with counted as (
    select site, value, sum(pageviews)::bigint as pageviews
    from pair_sums
    where of_dimension = $of and matching
    group by site, value
    having sum(pageviews) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total,
        coalesce(sum(pageviews) filter (value = '(other)'), 0)::bigint as other
    from counted
)
select counted.site, counted.value, counted.pageviews, whole.found, whole.total, whole.other
from counted
cross join whole
order by counted.pageviews desc, counted.value, counted.site
limit $limit
