-- A row is a path that AI crawlers fetched over the days [first, after); the most hits first.
-- $site null: all sites. $path: a pattern for `like`, '%' for all; $but: of paths unlike it. At most
-- $limit rows; path '(other)' is there only if $path is all paths.
-- reads: bot_pages, bots.
-- yields: site, path, hits, bytes_sent, how many crawlers fetched it, then the number of such rows
--     and the sum of hits, both without the limit.
-- personal: no.
with crawlers as (
    select distinct bot from bots
    where kind = 'ai' and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
),
counted as (
    select site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
        count(distinct bot) as bots
    from bot_pages
    where bot in (from crawlers) and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and (path like $path escape '\') <> $but
        and (path <> '(other)' or trim($path, '%') = '')
    group by site, path
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.site, counted.path, counted.hits, counted.bytes_sent, counted.bots, whole.found,
    whole.total
from counted
cross join whole
order by counted.hits desc, counted.bytes_sent desc, counted.path, counted.site
limit $limit
