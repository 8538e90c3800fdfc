-- A row is a slice of time of the paths like $path, also one in which nothing happened, in order.
-- The slices touch: one begins at each of $starts (UTC, ascending), the last ends at $end.
-- $site null: all sites. A visit to two of the paths, or a visitor of two, counts twice.
-- reads: pages. yields: start (UTC), pageviews, visits, visitors.
-- personal: no.
with slices as (
    select unnest($starts::timestamp[]) as start
),
people as (
    select s.start, sum(p.pageviews) as pageviews, sum(p.visits) as visits,
        sum(p.visitors) as visitors
    from pages as p asof join slices as s on p.bucket >= s.start
    where p.bucket < $end
        and ($site::varchar is null or p.site = $site)
        and p.path like $path escape '\'
    group by s.start
)
select
    slices.start,
    coalesce(people.pageviews, 0)::bigint as pageviews,
    coalesce(people.visits, 0)::bigint as visits,
    coalesce(people.visitors, 0)::bigint as visitors
from slices
left join people on people.start = slices.start
order by slices.start
