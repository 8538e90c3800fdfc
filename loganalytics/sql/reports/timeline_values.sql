-- A row is a slice of days of those whose value of $dimension is like $pattern ($but: unlike it), also
-- one in which nothing happened, in order. The slices touch: one begins with each of $days
-- (ascending), the last ends before $after. $site null: all sites. A visitor of two of the values
-- counts twice.
-- reads: daily. yields: first day, pageviews, visits, visitors.
-- personal: no.
with slices as (
    select unnest($days::date[]) as first_day
),
seen as (
    select day, sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors
    from daily
    where dimension = $dimension and day >= $days[1]::date and day < $after
        and ($site::varchar is null or site = $site)
        and (value ilike $pattern escape '\') <> $but
    group by day
),
people as (
    select s.first_day, sum(d.pageviews) as pageviews, sum(d.visits) as visits,
        sum(d.visitors) as visitors
    from seen as d asof join slices as s on d.day >= s.first_day
    group by s.first_day
)
select slices.first_day, coalesce(people.pageviews, 0)::bigint as pageviews,
    coalesce(people.visits, 0)::bigint as visits, coalesce(people.visitors, 0)::bigint as visitors
from slices
left join people on people.first_day = slices.first_day
order by slices.first_day
