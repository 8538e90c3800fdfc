-- Puts a visitor's other hits on one path in order of (time, request before pixel), and looks which
-- neighbours may be one view.
-- Row: a request for a page or a pixel hit. Reads: views, viewed, from_order,
-- parameter_order. Writes: neighbours. Personal: keys.
create or replace temp table neighbours as
with ordered as (
    select v.*,
        row_number() over hits_of_path::integer as place,
        lag(kind, 2) over hits_of_path as kind_2, lag(time, 2) over hits_of_path as time_2,
        lag(kind) over hits_of_path as kind_1, lag(time) over hits_of_path as time_1,
        lead(kind) over hits_of_path as next_kind, lead(time) over hits_of_path as next_time,
        lead(header_id) over hits_of_path as next_header_id,
        lead(referrer_id) over hits_of_path as next_referrer_id,
        lead(campaign_id) over hits_of_path as next_campaign_id,
        lead(title_id) over hits_of_path as next_title_id,
        lead(screen_id) over hits_of_path as next_screen_id
    from views as v
    join from_order as r on r.from_id = came_from(v.header_id, v.referrer_id)
    join parameter_order as t on t.parameter_id = v.title_id
    join parameter_order as s on s.parameter_id = v.screen_id
    join parameter_order as c on c.parameter_id = v.campaign_id
    where v.kind < 2 and v.key % $parts::ubigint = $part
        and not exists (from viewed as o where o.key = v.key and o.path_id = v.path_id)
    window hits_of_path as (
        partition by v.key, v.path_id
        order by v.time, v.kind, tie_break(r.place, t.place, s.place, c.place))
)
select key, path_id, place, kind, time, header_id, referrer_id, campaign_id, title_id, screen_id,
    next_time, next_header_id, next_referrer_id, next_campaign_id, next_title_id, next_screen_id,
    may_join(kind_2, time_2, kind_1, time_1) as second_joins,
    may_join(kind_1, time_1, kind, time) as joins,
    may_join(kind, time, next_kind, next_time) as next_joins
from ordered
