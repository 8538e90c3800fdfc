-- Names by number what visits that began alike are known for.
-- Row: an origin. Reads: origins, campaigns, names. Writes: origin_values. Personal: no.
-- `name_ids`: of all dimensions, the others those that pairs are made of.
create or replace table origin_values as
with of_campaign as (
    select parameter_id as campaign_id, list(name_id) as name_ids,
        any_value(name_id) filter (dimension = 'utm_campaign') as utm_campaign
    from campaigns join names using (dimension) where name = value
    group by parameter_id
)
select origin_id, s.name_id as source, c.name_id as channel, utm_campaign,
    [s.name_id, c.name_id, r.name_id] || coalesce(name_ids, [])
        || case when l.name_id is null then [] else [l.name_id] end as name_ids
from origins
join names as s on s.dimension = 'source' and s.name = origins.source
join names as c on c.dimension = 'channel' and c.name = origins.channel
join names as r on r.dimension = 'referrer' and r.name = origins.referrer
left join names as l on l.dimension = 'language' and l.name = origins.language
left join of_campaign using (campaign_id)
