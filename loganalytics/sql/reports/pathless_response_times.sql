-- The one row is the hits that say how long they took over the days [first, after). $site null: all sites.
-- reads: response_times.
-- yields: hits, and those of them whose path is lost to '(other)'.
-- personal: no.
select coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(hits) filter (path = '(other)'), 0)::bigint as lost
from response_times
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
