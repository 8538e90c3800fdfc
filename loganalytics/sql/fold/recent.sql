-- Row: one of the $most latest pageviews. Reads: facts, pages, agents, new_recent.
-- Writes: new_recent. Personal: no: the minute, the page and families of devices; nothing that links
-- two of them.
create or replace table new_recent as
with latest as (
    select * from facts where is_log(site_id) order by time desc, page_id, agent_id limit $most
),
named as (
    select make_timestamp((bucket_of(time, 60)) * 1000000) as minute, site_id, page as path,
        device, regexp_replace(browser, ' \d+$', '') as browser, os, entry
    from latest
    join pages using (page_id) join agents using (agent_id)
)
from named union all from new_recent order by minute desc, path limit $most
