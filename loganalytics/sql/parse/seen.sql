-- Picks from the hits what a person saw, and what tells which hosts are the site's own.
-- Row: a request for a page, a pixel hit, or a style or script. Reads: hits. Writes: seen.
-- Personal: memory only.
create or replace table seen as
select key, time, outcome, site_id, agent_id, address, path_id,
    case when referer = '-' then ''
        else split_part(split_part(referer, '?', 1), '#', 1) end as header,
    case when outcome = 'pixel' then regexp_extract(query, '&path=([^&#]*)', 1) else '' end as path,
    case when outcome = 'pixel' then regexp_extract(query, '&title=([^&#]*)', 1) else '' end as title,
    case when outcome = 'pixel' then regexp_extract(query, '&referrer=([^&#]*)', 1) else '' end
        as referrer,
    case when outcome = 'pixel' then regexp_extract(query, '&resolution=([^&#]*)', 1) else '' end
        as resolution,
    case when outcome = 'pixel' then regexp_extract(query, '&event=([^&#]*)', 1) else '' end as event,
    case when query = '' then ''
        else coalesce(
            nullif(regexp_extract(query, '&utm_source=([^&#]*)', 1), ''),
            regexp_extract(query, '&utm_campaign=([^&#]*)', 1)) end as campaign
from hits
where outcome in ('pageview', 'pixel') or (outcome = 'asset' and embeds)
