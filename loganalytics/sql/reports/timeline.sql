-- A row is a slice of time, also one in which nothing happened, in order. The slices touch: one
-- begins at each of $starts (UTC, ascending), the last ends at $end. $site null: all sites.
-- reads: activity, traffic.
-- yields: start (UTC), pageviews, visits, visitors, hits, bytes_sent.
-- personal: no.
with slices as (
    select unnest($starts::timestamp[]) as start
),
people as (
    select s.start, sum(a.pageviews) as pageviews, sum(a.visits) as visits,
        sum(a.visitors) as visitors
    from activity as a asof join slices as s on a.bucket >= s.start
    where a.bucket < $end and ($site::varchar is null or a.site = $site)
    group by s.start
),
server as (
    select s.start, sum(t.hits) as hits, sum(t.bytes_sent) as bytes_sent
    from traffic as t asof join slices as s on t.bucket >= s.start
    where t.bucket < $end and ($site::varchar is null or t.site = $site)
    group by s.start
)
select
    slices.start,
    coalesce(people.pageviews, 0)::bigint as pageviews,
    coalesce(people.visits, 0)::bigint as visits,
    coalesce(people.visitors, 0)::bigint as visitors,
    coalesce(server.hits, 0)::bigint as hits,
    coalesce(server.bytes_sent, 0)::bigint as bytes_sent
from slices
left join people on people.start = slices.start
left join server on server.start = slices.start
order by slices.start
