-- The one row is what the server did in [start, end), UTC. $site null: all sites.
-- reads: traffic. yields: hits, bytes_sent, bot_hits.
-- personal: no.
select
    coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(bytes_sent), 0)::bigint as bytes_sent,
    coalesce(sum(hits) filter (where bot), 0)::bigint as bot_hits
from traffic
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
