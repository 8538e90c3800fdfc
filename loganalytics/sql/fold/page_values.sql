-- Finds what the visitors of a page are known for, of pages that k of them or more saw on a day.
-- Row: a page, a visitor, a day, an origin and a screen; pages of fewer visitors are 0 together.
-- Reads: day_views, page_people, common_values. Writes: page_values. Personal: keys.
-- $slice, $slices, $share, $shares: as in visitor_values.
create or replace temp table page_values as
with common as (
    select place_id, page_id from page_people
    where place_id % $slices = $slice and visitors >= $k
),
seen as (
    select f.place_id, coalesce(c.page_id, 0) as page_id, f.key, f.origin_id, f.screen_id,
        sum(f.pageviews)::integer as pageviews
    from day_views as f left join common as c using (place_id, page_id)
    where place_id % $slices = $slice and f.key % $shares::ubigint = $share
    group by all
)
select s.place_id, s.page_id, s.key, s.pageviews, several, value_ids
from seen as s join common_values using (place_id, key, origin_id, screen_id)
