-- Row: how many values there are on the days [$first, $after), and of how many a sum is negative, or
-- visits or visitors are more than what they did. Reads: old.daily, old.downloads, old.bots, old_errors,
-- old_bot_pages, old_bandwidth, old_response_times, old_events, old.pairs, old.traffic, days.
-- Personal: no.
with chosen as (from days where day >= $first and day < $after),
judged as (
    select least(sum(pageviews), sum(visits), sum(visitors)) < 0
        or greatest(sum(visits), sum(visitors)) > sum(pageviews) as wrong
    from old.daily where day >= $first and day < $after
    group by day, site, dimension, value
    union all
    select least(sum(hits), sum(bytes_sent), sum(visitors)) < 0 or sum(visitors) > sum(hits)
    from old.downloads where day >= $first and day < $after
    group by day, site, path
    union all
    select least(sum(hits), sum(bytes_sent), sum(visitors)) < 0 or sum(visitors) > sum(hits)
    from old.bots where day >= $first and day < $after
    group by day, site, bot, kind
    union all
    select sum(hits) < 0 from old_errors where day >= $first and day < $after
    group by day, site, status, path, kind, referrer, bot
    union all
    select least(sum(hits), sum(bytes_sent)) < 0 from old_bot_pages where day >= $first and day < $after
    group by day, site, bot, path
    union all
    select least(sum(hits), sum(bytes_sent)) < 0 from old_bandwidth where day >= $first and day < $after
    group by day, site, path
    union all
    select sum(hits) < 0 from old_response_times where day >= $first and day < $after
    group by day, site, path, duration_bucket
    union all
    -- Visitors of several ingests are taken back from '(other)' of an event, which may be less.
    select sum(hits) < 0 from old_events where day >= $first and day < $after
    group by day, site, event, path
    union all
    select sum(pageviews) < 0 from old.pairs where day >= $first and day < $after
    group by day, site, dimension, value, by_dimension, by_value
    union all
    select least(sum(hits), sum(bytes_sent)) < 0 from old.traffic semi join chosen using (bucket)
    group by bucket, site, method, status, bot
)
select count(*), count(*) filter (wrong) from judged
