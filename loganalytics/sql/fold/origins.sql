-- Names the source, the channel, the referrer and the language of each visit's beginning. A view that
-- only a pixel told of has no language; '' where the log names none at all.
-- Row: a combination of site, Referer, pixel referrer and campaign. Reads: visits, headers,
-- parameters, own_hosts. Writes: origins. Personal: none left: cleaned texts.
create or replace table origins as
with met as (
    select distinct site_id, header_id, referrer_id, campaign_id from visits
),
named as (
    select met.*, coalesce(c.source, '') as campaign, coalesce(c.channel, '') as campaign_channel,
        case when r.host is not null then r.host else coalesce(h.host, '') end as host,
        case when r.host is not null then r.referrer else coalesce(h.referrer, '') end as referrer,
        case when r.host is not null then r.source else coalesce(h.source, '') end as source,
        case when r.host is not null then r.channel else coalesce(h.channel, '') end as channel,
        case when l.named then coalesce(nullif(h.language, ''), '(unknown)') else '' end as language
    from met
    left join headers as h using (header_id)
    left join parameters as r on r.parameter_id = met.referrer_id and r.host <> ''
    left join parameters as c on c.parameter_id = met.campaign_id
    cross join (select count(*) > 0 as named from headers where language <> '') as l
)
select row_number() over ()::integer as origin_id,
    n.site_id, n.header_id, n.referrer_id, n.campaign_id,
    case when n.campaign <> '' then n.campaign
        when n.host = '' or o.host is not null then 'Direct'
        else n.source end as source,
    case when n.campaign_channel <> '' then n.campaign_channel
        when n.host = '' or o.host is not null then 'direct'
        else n.channel end as channel,
    case when n.host = '' or o.host is not null then '(none)' else n.referrer end as referrer,
    n.language
from named as n
left join own_hosts as o on o.site_id = n.site_id and o.host = n.host
