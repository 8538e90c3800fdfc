-- Pairs each page a visitor saw on a day with the sources of the visits that saw it.
-- Row: a visitor, a day, a page and a source. Reads: facts, origins, names. Writes: pair_views.
-- Personal: keys.
create or replace temp table pair_views as
with of_origin as (
    select origin_id, name_id as by_id
    from origins join names on dimension = 'source' and name = origins.source
)
select place_id, page_id, key, by_id, count(*)::integer as pageviews
from facts join of_origin using (origin_id)
group by all
