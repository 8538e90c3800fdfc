-- The one row is all hits and what they took over the days [first, after). $site null: all sites.
-- reads: bandwidth.
-- yields: hits, and those of them whose path is lost to '(other)'; bytes_sent, and those of the same.
-- personal: no.
select coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(hits) filter (path = '(other)'), 0)::bigint as lost,
    coalesce(sum(bytes_sent), 0)::bigint as bytes_sent,
    coalesce(sum(bytes_sent) filter (path = '(other)'), 0)::bigint as lost_bytes
from bandwidth
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
