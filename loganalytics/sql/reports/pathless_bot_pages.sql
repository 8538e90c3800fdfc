-- The one row is what AI crawlers fetched over the days [first, after). $site null: all sites.
-- reads: bot_pages, bots.
-- yields: hits, and those of them whose path is lost to '(other)'.
-- personal: no.
with crawlers as (
    select distinct bot from bots
    where kind = 'ai' and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
)
select coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(hits) filter (path = '(other)'), 0)::bigint as lost
from bot_pages
where bot in (from crawlers) and day >= $first and day < $after
    and ($site::varchar is null or site = $site)
