-- Sums what bots fetched over the days [first, after) once, for all sections that show it. Row of
-- bot_page_sums: a bot and a path of a site that has hits; `ai`: whether it is a crawler of an AI company.
-- $site null: all sites. Reads: bot_pages, bots. Writes: bot_page_sums. Personal: no.
create or replace temp table bot_page_sums as
with crawlers as (
    select distinct bot from bots
    where kind = 'ai' and day >= $first and day < $after
        and ($site::varchar is null or site = $site)
),
summed as (
    select bot, site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
    from bot_pages
    where day >= $first and day < $after
        and ($site::varchar is null or site = $site)
    group by bot, site, path
    having sum(hits) <> 0
)
select bot, bot in (from crawlers) as ai, site, path, hits, bytes_sent from summed
