-- A row is a value of one dimension; the most visits first. $pattern: of values like it, '%' for all, or
-- one of $codes ($but: neither). At most $limit rows. Reads: daily_sums.
-- Yields: value, pageviews, visits, visitors, then the number of such rows and the sum of visits,
--     both without the limit.
-- Personal: no.
with counted as (
    select value, pageviews, visits, visitors
    from daily_sums
    where dimension = $dimension
        and ((not $but and $pattern = '%')
            or (value ilike $pattern escape '\' or list_contains($codes::varchar[], value)) <> $but)
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
