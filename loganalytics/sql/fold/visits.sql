-- Makes visits of the groups that hold a view.
-- Row: a visit. Reads: steps, visitor_keys, places. Writes: visits. Personal: keys.
-- Events that stand before the first view of their group belong to no visit. `nth` is the visit's
-- place among those of its visitor that begin on the same day.
insert into visits by name
with grouped as (
    select key, cut, min(time) as start, max(time) as stop,
        count(*) as pageviews, min(place) as first_place,
        arg_min(page_id, place) as entry_page_id, arg_max(page_id, place) as exit_page_id,
        arg_min(header_id, place) as header_id, arg_min(referrer_id, place) as referrer_id,
        arg_min(campaign_id, place) as campaign_id,
        coalesce(arg_min(screen_id, place) filter (screen_id <> 0), 0) as screen_id,
        bool_or(pixel) as pixel
    from steps where not event group by key, cut
),
with_events as (
    select key, cut, max(place) as last_place, max(time) as last_time
    from steps where event group by key, cut
),
placed as (
    select g.* exclude (pixel), (row_number() over () * $parts + $part)::integer as visit_id, k.site_id,
        k.agent_id, b.bucket, b.place_id,
        coalesce(e.last_place > g.first_place, false) as has_event,
        g.pixel or has_event as pixel, g.pageviews = 1 and not has_event as bounce,
        greatest(g.stop, coalesce(e.last_time, g.stop)) as last_time
    from grouped as g
    join visitor_keys as k using (key)
    left join with_events as e using (key, cut)
    join places as b
        on b.bucket = bucket_of(g.start, $bucket_seconds) and b.site_id = k.site_id
)
select * exclude (has_event, pageviews, place_id),
    row_number() over (partition by key, place_id order by cut) as nth
from placed
