-- Row: how many days of ingests, sites and bots there are, and on how many the hits or bytes of bots
-- are others than in the traffic, or those of what a bot fetched others than those of the bot: this
-- where they were counted and no paths were forgotten. Reads: old.traffic, old.bots, old_bot_pages,
-- old_bandwidth, days, ledger. Personal: no.
with whole as (
    select ingest_id, day, site, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from old.traffic join days using (bucket) where bot group by all
    union all
    select ingest_id, day, site, -sum(hits), -sum(bytes_sent) from old.bots group by all
),
fetched as (
    select ingest_id, day, site, bot, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from old.bots group by all
    union all
    select ingest_id, day, site, bot, -sum(hits), -sum(bytes_sent) from old_bot_pages group by all
),
asked as (
    select ingest_id from ledger semi join old_bandwidth using (ingest_id)
    where coalesce(erased, '') <> 'paths'
),
compared as (
    select sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from whole group by ingest_id, day, site
    union all
    select sum(hits), sum(bytes_sent)
    from fetched semi join asked using (ingest_id) group by ingest_id, day, site, bot
)
select count(*), count(*) filter (hits <> 0 or bytes_sent <> 0) from compared
