-- Adds what the visitors of several logs stand for, for each log and for all. Row: a visitor key.
-- Reads: shared, visitor_keys, earlier.visitor_keys. Writes: visitor_keys. Personal: keys; memory
-- only.
insert into visitor_keys by name
with met as (
    select key_in(log_of(site_id), key) as base, log_of(site_id) as log, site_of(site_id) as site_id,
        agent_id, country
    from visitor_keys
    union all
    select key, known_lines(), site_id, agent_id, country from earlier.visitor_keys
),
kept as (select * from met semi join shared using (base))
select key_in(minus(log), base) as key, site_in(minus(log), site_id) as site_id, agent_id, country
from kept
union all
select key_in(plus(), base), site_in(plus(), any_value(site_id)), any_value(agent_id),
    any_value(country)
from kept group by base
