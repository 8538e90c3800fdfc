-- Row: an ingest that counted something of the same sites on one of the days, or less than a visit's
-- pause away: its first and last minute, all its sites, and what it was counted with. Of a site: its
-- first and last bucket with pageviews, UTC, its first and last day with what is counted by day, and
-- those with events, each null where it has none. Reads: old.activity, old.bots, old.downloads,
-- old.events, old.ingests. Personal: no. `since` and `until` are UTC, the latter not included; the
-- days from `first_day` to `last_day` are. An event carries a visit on, also over midnight.
with wanted as (
    select unnest($since::timestamp[]) as since, unnest($until::timestamp[]) as until,
        unnest($first_day::date[]) as first_day, unnest($last_day::date[]) as last_day
),
of_site as (select unnest($site) as site),
met as (
    select ingest_id
    from old.activity semi join of_site using (site)
    join wanted on bucket >= since and bucket < until
    union
    select ingest_id
    from old.bots semi join of_site using (site)
    join wanted on day between first_day and last_day
    union
    select ingest_id
    from old.downloads semi join of_site using (site)
    join wanted on day between first_day and last_day
    union
    select ingest_id
    from old.events semi join of_site using (site)
    join wanted on day between first_day - 1 and last_day + 1
),
counted as (
    select ingest_id, site, bucket, null::date as day, null::date as event_day
    from old.activity semi join met using (ingest_id)
    union all
    select ingest_id, site, null, day, null from old.bots semi join met using (ingest_id)
    union all
    select ingest_id, site, null, day, null from old.downloads semi join met using (ingest_id)
    union all
    select ingest_id, site, null, day, day from old.events semi join met using (ingest_id)
),
of_sites as (
    select ingest_id, site, min(bucket) as first_bucket, max(bucket) as last_bucket,
        min(day) as first_day, max(day) as last_day,
        min(event_day) as first_event, max(event_day) as last_event
    from counted
    group by ingest_id, site
),
sites as (
    select ingest_id,
        list((site, first_bucket, last_bucket, first_day, last_day, first_event, last_event)) as sites
    from of_sites
    group by ingest_id
)
select ingest_id, first, last, sites, format, geo, lists, options, erased
from old.ingests join sites using (ingest_id)
order by ingest_id
