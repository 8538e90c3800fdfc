-- Puts each visitor's views and events in order and cuts them where more than 1,800 s pass.
-- Row: a view or an event, `cut` numbers the groups of a visitor. Reads: viewed, views, path_order.
-- Writes: steps. Personal: keys.
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
    select a.*, p.page, row_number() over of_visitor as place,
        coalesce(a.time - lag(a.time) over of_visitor > 1800, true) as starts
    from all_steps as a
    join path_order as p using (path_id)
    left join header_order as h using (header_id)
    left join parameter_order as r on r.parameter_id = a.referrer_id
    window of_visitor as (
        partition by a.key
        order by a.time, a.event, p.place, r.place, h.place, a.campaign_id, a.screen_id)
)
select *, sum(starts::integer) over (
    partition by key order by place rows unbounded preceding)::integer as cut
from ordered
