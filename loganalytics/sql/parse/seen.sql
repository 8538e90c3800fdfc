-- Picks from the hits what a person saw, and what tells which hosts are the site's own.
-- Row: a request for a page, a pixel hit, or a style or script. Reads: hits. Writes: seen.
-- Personal: memory only. Most pixel hits have the four parameters that the snippet sends, in its
-- order: one pattern cuts those.
create or replace temp table seen as
with cut_at_once as (
    select *, case when outcome = 'pixel' then regexp_extract(
        query, '^&path=([^&]*)&title=([^&]*)&referrer=([^&]*)&resolution=([^&]*)$',
        ['path', 'title', 'referrer', 'resolution']) end as sent
    from hits where seen
),
judged as (
    select *, sent.resolution <> '' as usual from cut_at_once
)
select key, time, outcome, site_id, agent_id, address, path_id, header,
    case when usual then sent.path when outcome = 'pixel' then first_parameter(query, '&path=')
        else '' end as path,
    case when usual then sent.title when outcome = 'pixel' then first_parameter(query, '&title=')
        else '' end as title,
    case when usual then sent.referrer
        when outcome = 'pixel' then first_parameter(query, '&referrer=')
        else '' end as referrer,
    case when usual then sent.resolution
        when outcome = 'pixel' then first_parameter(query, '&resolution=')
        else '' end as resolution,
    case when usual then ''
        when outcome = 'pixel' then first_parameter(query, '&event=')
        else '' end as event,
    case when usual or query = '' then ''
        else coalesce(
            nullif(first_parameter(query, '&utm_source='), ''),
            first_parameter(query, '&utm_campaign=')) end as campaign
from judged
