-- A row is a value of a dimension, by dimensions; the most visits first. $pattern: of values like it,
-- '%' for all, or one of $others ($but: neither). At most $limit rows of each. Of browsers also their
-- families, as a dimension. Reads: daily_sums.
-- Yields: dimension, value, pageviews, visits, visitors, then the number of such rows and the sum of
--     visits of the dimension, both without the limit.
-- Personal: no.
with kept as (
    select dimension, value, pageviews, visits, visitors
    from daily_sums
    where (not $but and $pattern = '%')
        or (value ilike $pattern escape '\' or list_contains($others::varchar[], value)) <> $but
),
counted as (
    from kept
    union all
    select 'browser_family', regexp_replace(value, ' \d+$', ''), sum(pageviews)::bigint, sum(visits)::bigint,
        sum(visitors)::bigint  -- a visitor has one browser
    from kept where dimension = 'browser' group by 2
),
whole as (
    select dimension, count(*) as found, coalesce(sum(visits), 0)::bigint as total
    from counted group by dimension
)
select dimension, value, pageviews, visits, visitors, found, total
from counted join whole using (dimension)
qualify row_number() over (partition by dimension order by visits desc, value) <= $limit
order by dimension, visits desc, value
