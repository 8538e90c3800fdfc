-- Keeps the views and events of a chunk. Reads: seen and what was looked up. Writes: views.
-- Personal: the keys; memory only. Where a pixel names no usable path, it is that of its Referer.
insert into views
select seen.key, seen.time,
    case when seen.outcome = 'pageview' then 0 when e.value <> '' then 2 else 1 end as kind,
    seen.site_id,
    case when seen.outcome = 'pageview' then seen.path_id
        else coalesce(p.path_id, h.path_id, $unknown_path_id) end as path_id,
    seen.agent_id, a.country,
    case when seen.outcome = 'pageview' then h.header_id else 0 end as header_id,
    coalesce(r.parameter_id, 0) as referrer_id,
    coalesce(c.parameter_id, 0) as campaign_id,
    coalesce(t.parameter_id, 0) as title_id,
    coalesce(s.parameter_id, 0) as screen_id
from seen
join addresses as a using (address)
join headers as h using (header)
left join parameters as p on p.name = 'path' and p.parameter = seen.path
left join parameters as r on r.name = 'referrer' and r.parameter = seen.referrer and r.host <> ''
left join parameters as c on c.name = 'campaign' and c.parameter = seen.campaign and c.value <> ''
left join parameters as t on t.name = 'title' and t.parameter = seen.title and t.value <> ''
left join parameters as s on s.name = 'resolution' and s.parameter = seen.resolution
    and s.value <> ''
left join parameters as e on e.name = 'event' and e.parameter = seen.event
where seen.outcome in ('pageview', 'pixel')
