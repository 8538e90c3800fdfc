-- The one row is the hits that failed over the days [first, after). $site null: all sites.
-- reads: errors.
-- yields: hits of people, those of them whose path is lost to '(other)', and the same two of bots; of
--     what is not there (404, 410), hits of people that a page may have led to and whose path is lost.
-- personal: no.
select coalesce(sum(hits) filter (not bot), 0)::bigint as hits,
    coalesce(sum(hits) filter (not bot and path = '(other)'), 0)::bigint as lost,
    coalesce(sum(hits) filter (bot), 0)::bigint as bot_hits,
    coalesce(sum(hits) filter (bot and path = '(other)'), 0)::bigint as lost_bot_hits,
    coalesce(sum(hits) filter (
        not bot and path = '(other)' and status in (404, 410) and referrer <> '(none)'
    ), 0)::bigint as lost_links
from errors
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
