-- Takes the visitors' paths with one view each: one hit, or a request and a pixel hit that join.
-- They are nearly all, and need no sorting; what pair does comes to the same.
-- Row: one pageview of a part of the visitors, one of $parts. Reads: views. Writes: viewed.
-- Personal: keys.
create or replace temp table viewed as
with grouped as (
    select key, path_id, count(*) as hits, count(*) filter (kind = 0) as requests,
        max(time) filter (kind = 0) as request_time, max(time) filter (kind = 1) as pixel_time,
        max(header_id) as header_id, max(referrer_id) as referrer_id, max(title_id) as title_id,
        max(screen_id) as screen_id, max(campaign_id) filter (kind = 0) as request_campaign_id,
        max(campaign_id) filter (kind = 1) as pixel_campaign_id
    from views where kind < 2 and key % $parts::ubigint = $part group by key, path_id
)
select key, path_id, (case when requests = 0 then 1 else 0 end)::utinyint as kind,
    hits = 2 as merged, coalesce(request_time, pixel_time) as time, header_id, referrer_id,
    title_id, screen_id,
    coalesce(nullif(request_campaign_id, 0), pixel_campaign_id, 0) as campaign_id
from grouped
where hits = 1
    or (hits = 2 and requests = 1
        and (may_join(0, request_time, 1, pixel_time) or may_join(1, pixel_time, 0, request_time)))
