-- Row: how many sums by day and month are kept so that reports are quick, and how many are others than
-- what they are sums of. Reads: old_summed_days, old_day_traffic, old_month_bots, old_month_bot_pages,
-- old_month_bandwidth, old_month_response_times, old.traffic, old.bots, old_bot_pages, old_bandwidth,
-- old_response_times. Personal: no.
with summed as (
    select coalesce(max(ingest_id), 0) as ingest_id from old_summed_days
),
begins as (select distinct day from old_day_traffic),
day_of as (  -- of each bucket once: to join all rows so would sort them
    select b.bucket, coalesce(d.day, b.bucket) as day
    from (select distinct bucket from old.traffic) as b asof left join begins as d
        on b.bucket >= d.day
),
traffic as (
    select day, site, status, bot, hits, bytes_sent from old_day_traffic
    union all
    select day, site, status, bot, -hits, -bytes_sent
    from old.traffic join day_of using (bucket)
    where ingest_id <= (from summed)
),
bots as (
    select month, site, bot, kind, hits, bytes_sent, visitors from old_month_bots
    union all
    select date_trunc('month', day), site, bot, kind, -hits, -bytes_sent, -visitors
    from old.bots
    where ingest_id <= (from summed)
),
bot_pages as (
    select month, site, bot, path, hits, bytes_sent from old_month_bot_pages
    union all
    select date_trunc('month', day), site, bot, path, -hits, -bytes_sent
    from old_bot_pages
    where ingest_id <= (from summed)
),
bandwidth as (
    select month, site, path, hits, bytes_sent from old_month_bandwidth
    union all
    select date_trunc('month', day), site, path, -hits, -bytes_sent
    from old_bandwidth
    where ingest_id <= (from summed)
),
response_times as (
    select month, site, path, duration_bucket, hits from old_month_response_times
    union all
    select date_trunc('month', day), site, path, duration_bucket, -hits
    from old_response_times
    where ingest_id <= (from summed)
),
compared as (
    select sum(hits) <> 0 or sum(bytes_sent) <> 0 as wrong
    from traffic group by day, site, status, bot
    union all
    select sum(hits) <> 0 or sum(bytes_sent) <> 0 or sum(visitors) <> 0
    from bots group by month, site, bot, kind
    union all
    select sum(hits) <> 0 or sum(bytes_sent) <> 0 from bot_pages group by month, site, bot, path
    union all
    select sum(hits) <> 0 or sum(bytes_sent) <> 0 from bandwidth group by month, site, path
    union all
    select sum(hits) <> 0 from response_times group by month, site, path, duration_bucket
)
select count(*), count(*) filter (wrong) from compared
