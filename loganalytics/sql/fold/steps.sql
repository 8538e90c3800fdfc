-- Puts each visitor's views and events in order and cuts them where more than 1,800 s pass.
-- Row: a view or an event, `cut` numbers the groups of a visitor. Reads: viewed, views, path_order,
-- from_order, parameter_order. Writes: steps. Personal: keys.
create or replace temp table steps as
with all_steps as (
    select key, time, false as event, path_id, header_id, referrer_id, campaign_id, title_id,
        screen_id, merged or kind = 1 as pixel
    from viewed
    union all
    select key, time, true, path_id, 0, 0, 0, 0, 0, true
    from views where kind = 2 and key % $parts::ubigint = $part
),
ordered as (
    select a.* exclude (path_id), p.page_id, row_number() over of_visitor::integer as place,
        coalesce(a.time - lag(a.time) over of_visitor > 1800, true) as starts
    from all_steps as a
    join path_order as p using (path_id)
    join from_order as r on r.from_id = came_from(a.header_id, a.referrer_id)
    join parameter_order as t on t.parameter_id = a.title_id
    join parameter_order as c on c.parameter_id = a.campaign_id
    join parameter_order as s on s.parameter_id = a.screen_id
    window of_visitor as (
        partition by a.key
        order by a.time, a.event, p.place, tie_break(r.place, t.place, s.place, c.place))
)
select *, sum(starts::integer) over (
    partition by key order by place rows unbounded preceding)::integer as cut
from ordered
