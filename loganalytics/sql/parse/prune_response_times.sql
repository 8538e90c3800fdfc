-- Adds up the response times of all that is no longer held apart in requests. Row: as in parse/counts.
-- Reads: requests, response_times. Writes: response_times. Personal: paths as logged; memory only.
create or replace table response_times as
with held as (select distinct day, site_id, coalesce(path_id, -1) as path_id, asked from requests),
judged as (
    select t.* exclude (path_id, asked), h.day is null as few, t.path_id, t.asked
    from response_times as t
    left join held as h
        on h.day = t.day and h.site_id = t.site_id and h.asked = t.asked
        and h.path_id = coalesce(t.path_id, -1)
)
select day, site_id, case when few then 0 else path_id end as path_id,
    case when few then '' else asked end as asked, duration_bucket, sum(hits)::bigint as hits
from judged group by all
