-- Leaves of what visitors are known for what k of them or more have in common on a day.
-- Row: a visitor, a day, an origin and a screen; `several`: the visitor has several of these.
-- Reads: known_values, day_values. Writes: common_values. Personal: keys. $share, $shares: as in
-- visitor_values.
--
-- A value of fewer visitors loses each of its pairs, see pair_counts: it is 0 here. `value_ids` are in
-- the order of the dimensions of pairs, null: of no such dimension.
create or replace temp table common_values as
with common as (
    select place_id, name_id from day_values where visitors >= $k
),
known as (
    select * from known_values where key % $shares::ubigint = $share
),
often as (
    select place_id, key from known group by all having count(*) > 1
)
select s.place_id, s.key, s.origin_id, s.screen_id, s.pageviews, often.key is not null as several,
    [coalesce(a.name_id, 0), coalesce(b.name_id, 0),
        case when s.utm_campaign is not null then coalesce(c.name_id, 0) end,
        coalesce(d.name_id, 0), coalesce(e.name_id, 0), coalesce(f.name_id, 0),
        coalesce(g.name_id, 0), coalesce(h.name_id, 0)] as value_ids
from known as s
left join often using (place_id, key)
left join common as a on a.place_id = s.place_id and a.name_id = s.source
left join common as b on b.place_id = s.place_id and b.name_id = s.channel
left join common as c on c.place_id = s.place_id and c.name_id = s.utm_campaign
left join common as d on d.place_id = s.place_id and d.name_id = s.country
left join common as e on e.place_id = s.place_id and e.name_id = s.browser
left join common as f on f.place_id = s.place_id and f.name_id = s.os
left join common as g on g.place_id = s.place_id and g.name_id = s.device
left join common as h on h.place_id = s.place_id and h.name_id = s.screen
