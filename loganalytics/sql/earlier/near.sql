-- Row: an ingest that counted something of the same sites on one of the days, or less than a visit's
-- pause away: its first and last minute, and what it was counted with. Reads: old.activity,
-- old.bots, old.downloads, old.events, old.ingests. Personal: no. `since` and `until` are UTC, the
-- latter not included; the days from `first_day` to `last_day` are.
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
    join wanted on day between first_day and last_day
)
select ingest_id, first, last, format, geo, lists, options, erased
from old.ingests semi join met using (ingest_id)
order by ingest_id
