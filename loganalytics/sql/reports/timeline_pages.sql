-- A row is a slice of time of the paths like $path ($but: unlike it), also one in which nothing happened, in order.
-- The slices touch: one begins at each of $starts (UTC, ascending), the last ends at $end.
-- $site null: all sites. A visit to two of the paths, or a visitor of two, counts twice.
-- reads: pages. yields: start (UTC), pageviews, visits, visitors.
-- personal: no.
with slices as (
    select unnest($starts::timestamp[]) as start
),
visited as (
    select bucket, sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors
    from pages
    where bucket >= $starts[1]::timestamp and bucket < $end
        and ($site::varchar is null or site = $site)
        -- Without escapes `like` is twice as fast.
        and ($but or contains($path, '\') or path like $path)
        and ($but or not contains($path, '\') or path like $path escape '\')
        and (not $but or path not like $path escape '\')
    group by bucket
),
people as (
    select s.start, sum(v.pageviews) as pageviews, sum(v.visits) as visits,
        sum(v.visitors) as visitors
    from visited as v asof join slices as s on v.bucket >= s.start
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
