-- Picks the visitors whose country is not known yet.
-- Row: a visitor key with its address. Reads: cut, visitor_keys. Writes: newcomers.
-- Personal: memory only, and only until their countries are looked up.
create or replace temp table newcomers as
select key, any_value(site_id) as site_id, any_value(agent_id) as agent_id,
    any_value(address) as address
from cut
where outcome in ('pageview', 'pixel')
    and not exists (from visitor_keys where visitor_keys.key = cut.key)
group by key
