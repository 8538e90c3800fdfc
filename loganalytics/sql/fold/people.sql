-- Numbers what a visitor key is known for.
-- Row: a visitor key. Reads: visitor_keys, agents, names. Writes: people. Personal: keys.
create or replace table people as
with of_agent as (
    select agent_id, b.name_id as browser, o.name_id as os, d.name_id as device
    from agents
    join names as b on b.dimension = 'browser' and b.name = agents.browser
    join names as o on o.dimension = 'os' and o.name = agents.os
    join names as d on d.dimension = 'device' and d.name = agents.device
)
select key, c.name_id as country, browser, os, device
from visitor_keys
join of_agent using (agent_id)
join names as c on c.dimension = 'country' and c.name = visitor_keys.country
