-- The one row is what the server did in [start, end), UTC. $site null: all sites.
-- $whole_days: whether no day is cut; such are summed up to the ingest $summed, else that is 0.
-- reads: day_traffic, traffic. yields: hits, bytes_sent, bot_hits.
-- personal: no.
with all_hits as (
    select day as bucket, site, bot, hits, bytes_sent from day_traffic where $whole_days
    union all
    select bucket, site, bot, hits, bytes_sent from traffic where ingest_id > $summed
)
select
    coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(bytes_sent), 0)::bigint as bytes_sent,
    coalesce(sum(hits) filter (where bot), 0)::bigint as bot_hits
from all_hits
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
