-- Forgets who has a pair, where k visitors or more do: no more is asked of whatever it is added to.
-- Row: as in value_pair_views. Reads: pair_views. Writes: pair_views. Personal: keys.
create or replace temp table pair_views as
with often as (
    select place_id, nth, by_nth, value_id, by_id from pair_views
    group by all having sum(visitors) >= $k
)
select place_id, nth, by_nth, value_id, by_id, case when o.place_id is null then key end as key,
    sum(visitors)::integer as visitors, sum(pageviews)::integer as pageviews
from pair_views left join often as o using (place_id, nth, by_nth, value_id, by_id)
group by all
