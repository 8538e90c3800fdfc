-- Merges each pixel hit with the request of the same view.
-- Row: one pageview. Reads: neighbours. Writes: viewed. Personal: keys.
--
-- Taken from the left, each hit at most once: of every run of neighbours that may be one view, the
-- first and second are one, the third and fourth, and so on. Few runs have a third.
insert into viewed by name
with long_runs as (
    select distinct key, path_id from neighbours where joins and second_joins
),
numbered as (
    select n.* exclude (place),
        place - max(case when not joins then place end) over (
            partition by key, path_id order by place rows unbounded preceding) as step
    from neighbours as n semi join long_runs using (key, path_id)
),
begun as (
    select * exclude (place) from neighbours where not joins
    union all by name
    select * exclude (step) from numbered where joins and step % 2 = 0
)
select key, path_id, kind, next_joins as merged,
    case when merged and kind = 1 then next_time else time end as time,
    case when merged and kind = 1 then next_header_id else header_id end as header_id,
    case when merged and kind = 0 then next_referrer_id else referrer_id end as referrer_id,
    case when merged and kind = 0 then next_title_id else title_id end as title_id,
    case when merged and kind = 0 then next_screen_id else screen_id end as screen_id,
    case when not merged then campaign_id
        when kind = 0 then coalesce(nullif(campaign_id, 0), next_campaign_id)
        else coalesce(nullif(next_campaign_id, 0), campaign_id) end as campaign_id
from begun
