-- Merges each pixel hit with the request of the same view.
-- Row: one pageview. Reads: views, referrer_order, parameter_order. Writes: viewed. Personal: keys.
--
-- A visitor's hits on one path stand in order of (time, request before pixel). Two neighbours may
-- be one view if a request is followed by a pixel within 60 s, or a pixel by a request within 5 s.
-- Taken from the left, each hit at most once: of every run of neighbours that may, the first and
-- second are one view, the third and fourth, and so on.
create or replace table viewed as
with neighbours as (
    select v.key, v.path_id, v.site_id, v.agent_id, v.country, v.kind, v.time, v.header_id,
        v.referrer_id, v.campaign_id, v.title_id, v.screen_id,
        row_number() over hits_of_path as place,
        case lag(v.kind) over hits_of_path
            when 0 then v.kind = 1 and v.time - lag(v.time) over hits_of_path <= 60
            when 1 then v.kind = 0 and v.time - lag(v.time) over hits_of_path <= 5
            else false end as joins
    from views as v
    left join referrer_order as r
        on r.header_id = v.header_id and r.referrer_id = v.referrer_id
    left join parameter_order as t on t.parameter_id = v.title_id
    left join parameter_order as s on s.parameter_id = v.screen_id
    left join parameter_order as c on c.parameter_id = v.campaign_id
    where v.kind < 2
    window hits_of_path as (
        partition by v.key, v.path_id
        order by v.time, v.kind, tie_break(r.place, t.place, s.place, c.place))
),
runs as (
    select *,
        place - max(case when not joins then place end) over so_far as step,
        coalesce(lead(joins) over hits_of_path, false) as merged,
        lead(time) over hits_of_path as next_time,
        lead(header_id) over hits_of_path as next_header_id,
        lead(referrer_id) over hits_of_path as next_referrer_id,
        lead(campaign_id) over hits_of_path as next_campaign_id,
        lead(title_id) over hits_of_path as next_title_id,
        lead(screen_id) over hits_of_path as next_screen_id
    from neighbours
    window hits_of_path as (partition by key, path_id order by place),
        so_far as (partition by key, path_id order by place rows unbounded preceding)
)
select key, site_id, path_id, agent_id, country, kind, merged,
    case when merged and kind = 1 then next_time else time end as time,
    case when merged and kind = 1 then next_header_id else header_id end as header_id,
    case when merged and kind = 0 then next_referrer_id else referrer_id end as referrer_id,
    case when merged and kind = 0 then next_title_id else title_id end as title_id,
    case when merged and kind = 0 then next_screen_id else screen_id end as screen_id,
    case when not merged then campaign_id
        when kind = 0 then coalesce(nullif(next_campaign_id, 0), campaign_id)
        else coalesce(nullif(campaign_id, 0), next_campaign_id) end as campaign_id
from runs
where step % 2 = 0
