-- The one row is the events that happened over the days [first, after). $site null: all sites.
-- reads: events.
-- yields: hits, and those of them whose page is lost to '(other)'.
-- personal: no.
select coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(hits) filter (path = '(other)'), 0)::bigint as lost
from events
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
