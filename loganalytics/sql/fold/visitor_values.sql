-- Numbers what a visitor's views of a day are known for, visit by visit as far as these differ.
-- Row: a visitor, a day, an origin, a screen and whether the pixel ran. Reads: day_views, people,
-- origin_values, screen_values, names. Writes: visitor_values. Personal: keys.
-- $slice: of which days of sites, of $slices in all, and $share: of which visitors, of $shares in
-- all; so are the tables that are made of this one.
-- `name_ids`: of all dimensions, the others those that pairs are made of.
create or replace temp table visitor_values as
with of_pixel as (
    select name = 'yes' as pixel, name_id as pixel_id from names where dimension = 'pixel'
),
summed as (
    select key, place_id, origin_id, screen_id, pixel, sum(pageviews)::integer as pageviews,
        sum(visits)::integer as visits
    from day_views where place_id % $slices = $slice and key % $shares::ubigint = $share
    group by all
)
select key, place_id, origin_id, screen_id, pageviews, visits,
    name_ids || [country, browser, os, device, screen, pixel_id] as name_ids,
    source, channel, utm_campaign, country, browser, os, device, screen
from summed
join people using (key)
join origin_values using (origin_id)
join screen_values using (screen_id)
join of_pixel using (pixel)
