-- Row: one of the 50 latest pageviews. Reads: facts. Writes: new_recent. Personal: no: the minute,
-- the page and families of devices; nothing that links two of them.
create or replace table new_recent as
select make_timestamp((time - time % 60) * 1000000) as minute, site, page as path, device,
    regexp_replace(browser, ' \d+$', '') as browser, os, entry
from facts
order by time desc, page, browser, os limit 50
