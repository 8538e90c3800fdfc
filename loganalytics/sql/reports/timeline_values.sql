-- A row is a slice of days of those whose value of $dimension is like $pattern or one of $others ($but:
-- neither), also one in which nothing happened, in order. The slices touch: one begins with each of $days
-- (ascending), the last ends before $after. $site null: all sites. A visitor of two of the values
-- counts twice.
-- reads: daily.
-- yields: first day, pageviews, visits, visitors, how many of the values met on one day of a site at
--     most.
-- personal: no.
with slices as (
    select unnest($days::date[]) as first_day
),
seen as (
    select day, site, value, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(visitors) as visitors
    from daily
    where dimension = $dimension and day >= $days[1]::date and day < $after
        and ($site::varchar is null or site = $site)
        and (value ilike $pattern escape '\' or list_contains($others::varchar[], value)) <> $but
    group by day, site, value
),
met as (
    select day, sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors,
        count(*) filter (visitors <> 0) as together
    from seen group by day, site
),
people as (
    select s.first_day, sum(d.pageviews) as pageviews, sum(d.visits) as visits,
        sum(d.visitors) as visitors, max(d.together) as together
    from met as d asof join slices as s on d.day >= s.first_day
    group by s.first_day
)
select slices.first_day, coalesce(people.pageviews, 0)::bigint as pageviews,
    coalesce(people.visits, 0)::bigint as visits,
    coalesce(people.visitors, 0)::bigint as visitors,
    coalesce(people.together, 0)::bigint as together
from slices
left join people on people.first_day = slices.first_day
order by slices.first_day
