-- Row: how many rows the tables of hits have on the days [$first, $after), and how many stand there
-- more than once under one ingest_id. Of views and visits the rows of a day may have been added in
-- several pieces.
-- Reads: old.traffic, old.downloads, old.bots, old_errors, old_bot_pages, old_bandwidth,
-- old_response_times, old_events, days. Personal: no.
with chosen as (from days where day >= $first and day < $after),
counted as (
    select count(*) as times from old.traffic semi join chosen using (bucket)
    group by ingest_id, bucket, site, method, status, bot
    union all
    select count(*) from old.downloads where day >= $first and day < $after
    group by ingest_id, day, site, path
    union all
    select count(*) from old.bots where day >= $first and day < $after
    group by ingest_id, day, site, bot, kind
    union all
    select count(*) from old_errors where day >= $first and day < $after
    group by ingest_id, day, site, status, path, kind, referrer, bot
    union all
    select count(*) from old_bot_pages where day >= $first and day < $after
    group by ingest_id, day, site, bot, path
    union all
    select count(*) from old_bandwidth where day >= $first and day < $after
    group by ingest_id, day, site, path
    union all
    select count(*) from old_response_times where day >= $first and day < $after
    group by ingest_id, day, site, path, duration_bucket
    union all
    select count(*) from old_events where day >= $first and day < $after
    group by ingest_id, day, site, event, path
)
select coalesce(sum(times), 0)::bigint, coalesce(sum(times) filter (times > 1), 0)::bigint
from counted
