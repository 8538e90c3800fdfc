-- A row is a slice of time, also one in which nothing happened, in order. The slices touch: one
-- begins at each of $starts (UTC, ascending), the last ends at $end. $site null: all sites.
-- $whole_days: whether no day is cut; such are summed up to the ingest $summed, else that is 0.
-- reads: activity, day_traffic, traffic.
-- yields: start (UTC), pageviews, visits, visitors, hits, bytes_sent.
-- personal: no.
with all_hits as (
    select day as bucket, site, hits, bytes_sent from day_traffic where $whole_days
    union all
    select bucket, site, hits, bytes_sent from traffic where ingest_id > $summed
),
slices as (
    select unnest($starts::timestamp[]) as start
),
visited as (
    select bucket, sum(pageviews) as pageviews, sum(visits) as visits, sum(visitors) as visitors
    from activity
    where bucket >= $starts[1]::timestamp and bucket < $end
        and ($site::varchar is null or site = $site)
    group by bucket
),
people as (
    select s.start, sum(v.pageviews) as pageviews, sum(v.visits) as visits,
        sum(v.visitors) as visitors
    from visited as v asof join slices as s on v.bucket >= s.start
    group by s.start
),
served as (
    select bucket, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from all_hits
    where bucket >= $starts[1]::timestamp and bucket < $end
        and ($site::varchar is null or site = $site)
    group by bucket
),
server as (
    select s.start, sum(v.hits) as hits, sum(v.bytes_sent) as bytes_sent
    from served as v asof join slices as s on v.bucket >= s.start
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
