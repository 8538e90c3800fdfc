-- Sums the views that a share of the visitors, $share of $shares, had of pages, visit by visit as far
-- as these differ in what they are known for.
-- Row: a visitor, a day, a page, an origin, a screen and whether the pixel ran. `visits`: that began
-- with such a view. Reads: facts. Writes: day_views. Personal: keys.
insert into day_views by name
select key, place_id, page_id, origin_id, screen_id, pixel, count(*)::integer as pageviews,
    (count(*) filter (entry))::integer as visits
from facts where key % $shares::ubigint = $share
group by all
