-- Pairs each page a visitor saw on a day with the values the visitor is known for.
-- Row: a visitor, a day, a page and a value of another dimension. Reads: page_visitors, people,
-- facts, origins, names. Writes: pair_views. Personal: keys.
create or replace table pair_views as
with of_origin as (
    select origin_id, name_id as source
    from origins join names on dimension = 'source' and name = origins.source
)
select place_id, page_id, unnest([country, device, browser]) as by_id, key, pageviews
from page_visitors join people using (key)
union all
select place_id, page_id, source, key, count(*)::integer
from facts join of_origin using (origin_id)
group by all
