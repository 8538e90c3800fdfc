-- Keeps what visitor keys stand for; their addresses are dropped. Reads: newcomers.
-- Writes: visitor_keys. Personal: keys.
insert into visitor_keys
with looked_up as (select unnest($address) as address, unnest($country) as country)
select key, site_id, agent_id, country from newcomers join looked_up using (address)
