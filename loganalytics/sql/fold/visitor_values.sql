-- Numbers what a visitor's views of a day are known for, visit by visit as far as these differ.
-- Row: a visitor, a day, an origin, a screen and whether the pixel ran. Reads: facts, people,
-- origins, parameters, campaigns, names. Writes: visitor_values. Personal: keys.
-- $slice: of which days of sites, of $slices in all; so are the tables that are made of this one.
-- `name_ids`: of all dimensions, the others those that pairs are made of.
create or replace temp table visitor_values as
with of_campaign as (
    select parameter_id as campaign_id, list(name_id) as name_ids,
        any_value(name_id) filter (dimension = 'utm_campaign') as utm_campaign
    from campaigns join names using (dimension) where name = value
    group by parameter_id
),
of_origin as (
    select origin_id, s.name_id as source, c.name_id as channel, utm_campaign,
        [s.name_id, c.name_id, r.name_id] || coalesce(name_ids, [])
            || case when l.name_id is null then [] else [l.name_id] end as name_ids
    from origins
    join names as s on s.dimension = 'source' and s.name = origins.source
    join names as c on c.dimension = 'channel' and c.name = origins.channel
    join names as r on r.dimension = 'referrer' and r.name = origins.referrer
    left join names as l on l.dimension = 'language' and l.name = origins.language
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
    select key, place_id, origin_id, screen_id, pixel, count(*)::integer as pageviews,
        (count(*) filter (entry))::integer as visits
    from facts where place_id % $slices = $slice
    group by all
)
select key, place_id, origin_id, screen_id, pageviews, visits,
    name_ids || [country, browser, os, device, screen, pixel_id] as name_ids,
    source, channel, utm_campaign, country, browser, os, device, screen
from summed
join people using (key)
join of_origin using (origin_id)
join of_screen using (screen_id)
join of_pixel using (pixel)
