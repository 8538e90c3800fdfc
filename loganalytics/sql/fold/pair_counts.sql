-- Counts pairs, and says which half the rare ones lose.
-- Row: a pair on a day. Reads: pair_views, page_people, day_values. Writes: pair_counts.
-- Personal: no. $of_pages: whether the first of the two is a page. $slice: as in visitor_values.
--
-- A pair seen from fewer than k visitors loses its rarer value, the one with fewer visitors on that
-- day and site (the second where both have as many): it becomes value_1, by_1, in which 0 is
-- '(other)'. Values of fewer than k visitors are 0 already.
create or replace temp table pair_counts as
with counted as (
    select place_id, nth, by_nth, value_id, by_id, sum(visitors)::bigint as visitors,
        coalesce(sum(visitors) filter (key is null), 0)::bigint as keyless,
        sum(pageviews)::bigint as pageviews
    from pair_views group by all
),
of_value as (
    select place_id, page_id as value_id, visitors
    from page_people where $of_pages and place_id % $slices = $slice
    union all
    select place_id, name_id, visitors from day_values where not $of_pages
),
of_by as (select place_id, name_id as by_id, visitors from day_values)
select c.*,
    case when c.visitors < $k and v.visitors < b.visitors then 0 else value_id end as value_1,
    case when c.visitors < $k and v.visitors >= b.visitors then 0 else by_id end as by_1
from counted as c
left join of_value as v using (place_id, value_id)
left join of_by as b using (place_id, by_id)
