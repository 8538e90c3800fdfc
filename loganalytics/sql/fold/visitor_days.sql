-- Finds the first view of each visitor's day.
-- Row: a visitor and a day. Reads: facts. Writes: visitor_days. Personal: keys.
create or replace table visitor_days as
select key, place_id, any_value(site_id) as site_id, min(bucket) as bucket
from facts group by key, place_id
