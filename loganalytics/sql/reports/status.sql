-- A row is an HTTP status (0: none logged) in [start, end), UTC; the most hits first. $site null:
-- all sites. At most $limit rows.
-- $whole_days: whether no day is cut; such are summed up to the ingest $summed, else that is 0.
-- reads: day_traffic, traffic.
-- yields: status, hits, bytes_sent, bot_hits, then the number of such rows and the sum of hits,
--     both without the limit.
-- personal: no.
with all_hits as (
    select day as bucket, site, status, bot, hits, bytes_sent from day_traffic where $whole_days
    union all
    select bucket, site, status, bot, hits, bytes_sent from traffic where ingest_id > $summed
),
counted as (
    select status, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
        coalesce(sum(hits) filter (where bot), 0)::bigint as bot_hits
    from all_hits
    where bucket >= $start and bucket < $end
        and ($site::varchar is null or site = $site)
    group by status
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.status, counted.hits, counted.bytes_sent, counted.bot_hits,
    whole.found, whole.total
from counted
cross join whole
order by counted.hits desc, counted.status
limit $limit
