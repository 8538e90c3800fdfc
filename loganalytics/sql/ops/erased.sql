-- Row: what goes, in numbers, one row; see macros.sql. Reads: old.*, old_errors, old_bot_pages,
-- old_bandwidth, old_response_times, old_events, old_joins. Personal: no.
-- Yields: hits, pageviews, visits, downloads; the first and the last bucket (UTC) and day, null where
-- nothing of that kind goes; the ingests of which something goes, in order.
with gone as (
    select ingest_id, bucket, null::date as day, hits, 0 as pageviews, 0 as visits,
        0 as downloads
    from old.traffic where goes_at(ingest_id, bucket, site, null)
    union all
    -- Where pages are named, what was seen of them; else all, also of pages that were forgotten.
    select ingest_id, bucket, null, 0,
        case when getvariable('erasure').pattern is null then 0 else pageviews end,
        case when getvariable('erasure').pattern is null then 0 else visits end, 0
    from old.pages where goes_at(ingest_id, bucket, site, path)
    union all
    select ingest_id, bucket, null, 0, pageviews, visits, 0
    from old.activity where goes_at(ingest_id, bucket, site, null)
    union all
    select ingest_id, minute, null, 0, 0, 0, 0
    from old.recent where goes_at(ingest_id, minute, site, path)
    union all
    select ingest_id, null, day, 0, 0, 0, hits
    from old.downloads where goes_on(ingest_id, day, site, path)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old_errors
    where goes_on(ingest_id, day, site, path) or goes_on(ingest_id, day, site, referrer)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old_bot_pages where goes_on(ingest_id, day, site, path)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old_bandwidth where goes_on(ingest_id, day, site, path)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old_events where goes_on(ingest_id, day, site, path)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old_response_times where goes_on(ingest_id, day, site, path)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old.titles where goes_on(ingest_id, day, site, path)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old.daily where goes_on(ingest_id, day, site, null)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old.bots where goes_on(ingest_id, day, site, null)
    union all
    select distinct ingest_id, null::timestamp, day, 0, 0, 0, 0
    from old.pairs where goes_on(ingest_id, day, site, page_of(dimension, value))
)
select coalesce(sum(hits), 0)::bigint as hits, coalesce(sum(pageviews), 0)::bigint as pageviews,
    coalesce(sum(visits), 0)::bigint as visits, coalesce(sum(downloads), 0)::bigint as downloads,
    min(bucket) as first_bucket, max(bucket) as last_bucket,
    min(day) as first_day, max(day) as last_day,
    coalesce(
        list_sort(list(distinct ingest_id) filter (ingest_id not in (select join_id from old_joins))),
        []) as ingest_ids
from gone
