-- A row is a bot and how many paths are known that it fetched, over the days [first, after).
-- $site null: all sites.
-- reads: bot_pages.
-- yields: bot, paths, the path with the most hits (null: none known).
-- personal: no.
with counted as (
    select bot, site, path, sum(hits) as hits
    from bot_pages
    where day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and path <> '(other)'
    group by bot, site, path
    having sum(hits) <> 0
)
select bot, count(*) as paths, arg_min(path, (-hits, path, site)) as top_path
from counted
group by bot
