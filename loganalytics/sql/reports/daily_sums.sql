-- Sums the values of the dimensions $of once, for all sections that show them, over the days [first,
-- after). Row of daily_sums: a value of a dimension. $site null: all sites.
-- Reads: daily. Writes: daily_sums. Personal: no.
create or replace temp table daily_sums as
select dimension, value, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(visitors)::bigint as visitors
from daily
where list_contains($of::varchar[], dimension) and day >= $first and day < $after
    and ($site::varchar is null or site = $site)
group by dimension, value
having sum(pageviews) <> 0 or sum(visits) <> 0
