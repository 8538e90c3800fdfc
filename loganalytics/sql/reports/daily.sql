-- A row is a value of a dimension, by dimensions; the most visits first. $pattern: of values like it,
-- '%' for all, or one of $codes ($but: neither). At most $limit rows of each. Reads: daily_sums.
-- Yields: dimension, value, pageviews, visits, visitors, then the number of such rows and the sum of
--     visits of the dimension, both without the limit.
-- Personal: no.
with counted as (
    select dimension, value, pageviews, visits, visitors
    from daily_sums
    where (not $but and $pattern = '%')
        or (value ilike $pattern escape '\' or list_contains($codes::varchar[], value)) <> $but
),
whole as (
    select dimension, count(*) as found, coalesce(sum(visits), 0)::bigint as total
    from counted group by dimension
)
select dimension, value, pageviews, visits, visitors, found, total
from counted join whole using (dimension)
qualify row_number() over (partition by dimension order by visits desc, value) <= $limit
order by dimension, visits desc, value
