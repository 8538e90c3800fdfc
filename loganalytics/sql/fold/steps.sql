-- Puts each visitor's views and events in order and cuts them where more than 1,800 s pass.
-- Row: a view or an event, `cut` numbers the groups of a visitor. Reads: viewed, views, path_order,
-- referrer_order, parameter_order. Writes: steps. Personal: keys.
create or replace table steps as
with all_steps as (
    select key, time, false as event, site_id, path_id, agent_id, country, header_id, referrer_id,
        campaign_id, screen_id
    from viewed
    union all
    select key, time, true, site_id, path_id, agent_id, country, 0, 0, 0, 0
    from views where kind = 2
),
ordered as (
    select a.*, p.page_id::integer as page_id, row_number() over of_visitor as place,
        coalesce(a.time - lag(a.time) over of_visitor > 1800, true) as starts
    from all_steps as a
    join path_order as p using (path_id)
    left join referrer_order as r
        on r.referrer_id = a.referrer_id
            and r.header_id = case when a.referrer_id = 0 then a.header_id else 0 end
    left join parameter_order as c on c.parameter_id = a.campaign_id
    left join parameter_order as s on s.parameter_id = a.screen_id
    window of_visitor as (
        partition by a.key
        order by a.time, a.event, p.place, tie_break(r.place, 0, s.place, c.place))
)
select *, sum(starts::integer) over (
    partition by key order by place rows unbounded preceding)::integer as cut
from ordered
