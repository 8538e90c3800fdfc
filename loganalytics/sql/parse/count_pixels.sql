-- Keeps the pixel hits, events and requests with a campaign of a chunk. Reads: pixels and what was
-- looked up. Writes: views. Personal: the keys; memory only. Where a pixel names no usable path, it
-- is that of its Referer.
insert into views by name
select v.key, v.time,
    case when v.outcome = 'pageview' then 0 when e.value <> '' then 2 else 1 end as kind,
    case when v.outcome = 'pageview' then v.path_id
        else coalesce(p.path_id, h.path_id, $unknown_path_id) end as path_id,
    case when v.outcome = 'pageview' then v.header_id else 0 end as header_id,
    case when r.host <> '' then r.parameter_id else 0 end as referrer_id,
    case when c.value <> '' then c.parameter_id else 0 end as campaign_id,
    case when t.value <> '' then t.parameter_id else 0 end as title_id,
    case when s.value <> '' then s.parameter_id else 0 end as screen_id,
    case when e.value <> '' then e.parameter_id else 0 end as event_id
from pixels as v
join headers as h using (header_id)
join parameters as p on p.parameter = v.path and p.name in ('', 'path')
join parameters as r on r.parameter = v.referrer and r.name in ('', 'referrer')
join parameters as c on c.parameter = v.campaign and c.name in ('', 'utm')
join parameters as t on t.parameter = v.title and t.name in ('', 'title')
join parameters as s on s.parameter = v.resolution and s.name in ('', 'resolution')
join parameters as e on e.parameter = v.event and e.name in ('', 'event')
