-- Finds the first view that a visitor had of a page on a day.
-- Row: a visitor, a day and a page. Reads: facts. Writes: page_visitors. Personal: keys.
create or replace table page_visitors as
select place_id, page_id, key, any_value(site_id) as site_id, min(bucket) as bucket
from facts group by place_id, page_id, key
