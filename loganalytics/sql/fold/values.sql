-- Counts each value of each dimension on a day.
-- Row: a value on a day of a site. Reads: facts, people, origins, parameters, campaigns,
-- names. Writes: day_values. Personal: no.
-- The visits of a value are those that begin on the day.
create or replace table day_values as
with of_campaign as (
    select parameter_id as campaign_id, list(name_id) as name_ids
    from campaigns join names on names.dimension = campaigns.dimension and name = value
    group by parameter_id
),
of_origin as (
    select origin_id, [s.name_id, c.name_id, r.name_id] || coalesce(name_ids, []) as name_ids
    from origins
    join names as s on s.dimension = 'source' and s.name = origins.source
    join names as c on c.dimension = 'channel' and c.name = origins.channel
    join names as r on r.dimension = 'referrer' and r.name = origins.referrer
    left join of_campaign using (campaign_id)
),
of_screen as (
    select p.parameter_id as screen_id, n.name_id as screen
    from parameters as p
    join names as n on n.dimension = 'screen'
        and n.name = case when p.parameter_id = 0 then '(unknown)' else p.value end
    where p.parameter_id = 0 or (p.name = 'resolution' and p.value <> '')
),
of_pixel as (
    select name = 'yes' as pixel, name_id as pixel_id from names where dimension = 'pixel'
),
summed as (
    select key, place_id, origin_id, screen_id, pixel, count(*) as pageviews,
        count(*) filter (entry) as visits
    from facts group by all
),
spread as (
    select key, place_id, pageviews, visits,
        unnest(name_ids || [country, browser, os, device, screen, pixel_id]) as name_id
    from summed
    join people using (key)
    join of_origin using (origin_id)
    join of_screen using (screen_id)
    join of_pixel using (pixel)
),
of_visitor as (
    select place_id, name_id, sum(pageviews)::integer as pageviews, sum(visits)::integer as visits
    from spread group by place_id, name_id, key
)
select place_id, name_id, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    count(*) as visitors
from of_visitor group by all
