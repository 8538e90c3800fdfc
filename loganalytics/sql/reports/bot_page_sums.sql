-- Sums what bots fetched over the days [first, after) once, for all sections that show it. Row of
-- bot_page_sums: a bot and a path of a site that has hits; `ai`: whether it is a crawler of an AI company.
-- [$first_month, $after_months): the whole months in the range, summed up to the ingest $summed.
-- $site null: all sites. Reads: month_bot_pages, bot_pages, month_bots, bots. Writes: bot_page_sums. Personal: no.
create or replace temp table bot_page_sums as
with agents as (
    select site, bot, kind from month_bots
    where month >= $first_month and month < $after_months
    union all
    select site, bot, kind from bots
    where day >= $first_month and day < $after_months and ingest_id > $summed
    union all
    select site, bot, kind from bots where day >= $first and day < $first_month
    union all
    select site, bot, kind from bots where day >= $after_months and day < $after
),
crawlers as (
    select distinct bot from agents
    where kind = 'ai' and ($site::varchar is null or site = $site)
),
fetched as (
    select site, bot, path, hits, bytes_sent from month_bot_pages
    where month >= $first_month and month < $after_months
    union all
    select site, bot, path, hits, bytes_sent from bot_pages
    where day >= $first_month and day < $after_months and ingest_id > $summed
    union all
    select site, bot, path, hits, bytes_sent from bot_pages where day >= $first and day < $first_month
    union all
    select site, bot, path, hits, bytes_sent from bot_pages where day >= $after_months and day < $after
),
summed as (
    select bot, site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
    from fetched
    where ($site::varchar is null or site = $site)
    group by bot, site, path
    having sum(hits) <> 0
)
select bot, bot in (from crawlers) as ai, site, path, hits, bytes_sent from summed
