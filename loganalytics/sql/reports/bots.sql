-- A row is a bot by its published name, over the days [first, after); the most hits first.
-- $site null: all sites. $kind: only bots of this kind, '' for all. At most $limit rows.
-- [$first_month, $after_months): the whole months in the range, summed up to the ingest $summed.
-- reads: month_bots, bots.
-- yields: bot, kind, hits, bytes_sent, visitors, then the number of such rows and the sum of
--     hits, both without the limit.
-- personal: no.
with kept as (
    select site, bot, kind, hits, bytes_sent, visitors from month_bots
    where month >= $first_month and month < $after_months
    union all
    select site, bot, kind, hits, bytes_sent, visitors from bots
    where day >= $first_month and day < $after_months and ingest_id > $summed
    union all
    select site, bot, kind, hits, bytes_sent, visitors from bots where day >= $first and day < $first_month
    union all
    select site, bot, kind, hits, bytes_sent, visitors from bots where day >= $after_months and day < $after
),
counted as (
    select bot, kind, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
        sum(visitors)::bigint as visitors
    from kept
    where ($site::varchar is null or site = $site)
        and $kind in ('', kind)
    group by bot, kind
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.bot, counted.kind, counted.hits, counted.bytes_sent, counted.visitors,
    whole.found, whole.total
from counted
cross join whole
order by counted.hits desc, counted.bot, counted.kind
limit $limit
