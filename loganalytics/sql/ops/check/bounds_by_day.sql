-- Row: how many values of days there are, and of how many a sum is negative, or visits or visitors
-- are more than what they did. Reads: old.daily, old.downloads, old.bots, old_errors, old_bot_pages,
-- old_bandwidth, old_response_times, old_events, old.pairs, old.traffic. Personal: no.
with judged as (
    select least(sum(pageviews), sum(visits), sum(visitors)) < 0
        or greatest(sum(visits), sum(visitors)) > sum(pageviews) as wrong
    from old.daily group by day, site, dimension, value
    union all
    select least(sum(hits), sum(bytes_sent), sum(visitors)) < 0 or sum(visitors) > sum(hits)
    from old.downloads group by day, site, path
    union all
    select least(sum(hits), sum(bytes_sent), sum(visitors)) < 0 or sum(visitors) > sum(hits)
    from old.bots group by day, site, bot, kind
    union all
    select sum(hits) < 0 from old_errors group by day, site, status, path, kind, referrer, bot
    union all
    select least(sum(hits), sum(bytes_sent)) < 0 from old_bot_pages group by day, site, bot, path
    union all
    select least(sum(hits), sum(bytes_sent)) < 0 from old_bandwidth group by day, site, path
    union all
    select sum(hits) < 0 from old_response_times group by day, site, path, duration_bucket
    union all
    -- Visitors of several ingests are taken back from '(other)' of an event, which may be less.
    select sum(hits) < 0 from old_events group by day, site, event, path
    union all
    select sum(pageviews) < 0 from old.pairs
    group by day, site, dimension, value, by_dimension, by_value
    union all
    select least(sum(hits), sum(bytes_sent)) < 0 from old.traffic
    group by bucket, site, method, status, bot
)
select count(*), count(*) filter (wrong) from judged
