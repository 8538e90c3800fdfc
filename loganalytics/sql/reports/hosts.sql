-- A row is a site in [start, end), UTC; the most pageviews first, then the most hits. $site null: all
-- sites. At most $limit rows.
-- $whole_days: whether no day is cut; such are summed up to the ingest $summed, else that is 0.
-- reads: activity, day_traffic, traffic.
-- yields: site, pageviews, visits, visitors, bounces, hits, bot_hits, bytes_sent, then the number of
--     such rows and the sum of pageviews, both without the limit.
-- personal: no.
with all_hits as (
    select day as bucket, site, bot, hits, bytes_sent from day_traffic where $whole_days
    union all
    select bucket, site, bot, hits, bytes_sent from traffic where ingest_id > $summed
),
people as (
    select site, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
        sum(visitors)::bigint as visitors, sum(bounces)::bigint as bounces
    from activity
    where bucket >= $start and bucket < $end
        and ($site::varchar is null or site = $site)
    group by site
),
served as (
    select site, sum(hits)::bigint as hits,
        coalesce(sum(hits) filter (where bot), 0)::bigint as bot_hits,
        sum(bytes_sent)::bigint as bytes_sent
    from all_hits
    where bucket >= $start and bucket < $end
        and ($site::varchar is null or site = $site)
    group by site
    having sum(hits) <> 0
),
counted as (
    select site, coalesce(pageviews, 0) as pageviews, coalesce(visits, 0) as visits,
        coalesce(visitors, 0) as visitors, coalesce(bounces, 0) as bounces, hits, bot_hits, bytes_sent
    from served left join people using (site)
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total from counted
)
select counted.*, whole.found, whole.total
from counted
cross join whole
order by counted.pageviews desc, counted.hits desc, counted.site
limit $limit
