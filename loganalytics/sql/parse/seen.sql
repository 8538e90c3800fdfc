-- Picks from the hits what a person saw, and what tells which hosts are the site's own.
-- Row: a request for a page, a pixel hit, or a style or script. Reads: hits. Writes: seen.
-- Personal: memory only.
create or replace temp table seen as
select key, time, outcome, site_id, agent_id, address, path_id,
    case when referer = '-' then ''
        else split_part(split_part(referer, '?', 1), '#', 1) end as header,
    case when outcome = 'pixel' then first_parameter(query, '&path=') else '' end as path,
    case when outcome = 'pixel' then first_parameter(query, '&title=') else '' end as title,
    case when outcome = 'pixel' then first_parameter(query, '&referrer=') else '' end as referrer,
    case when outcome = 'pixel' then first_parameter(query, '&resolution=') else '' end
        as resolution,
    case when outcome = 'pixel' then first_parameter(query, '&event=') else '' end as event,
    case when query = '' then ''
        else coalesce(
            nullif(first_parameter(query, '&utm_source='), ''),
            first_parameter(query, '&utm_campaign=')) end as campaign
from hits
where outcome in ('pageview', 'pixel') or (outcome = 'asset' and embeds)
