-- Sums the views that a visitor had of a page on a day.
-- Row: a visitor, a day and a page. Reads: facts, places, agents, names. Writes: page_visitors.
-- Personal: keys.
create or replace table page_visitors as
with of_agent as (
    select agent_id, d.name_id as device, b.name_id as browser
    from agents
    join names as d on d.dimension = 'device' and d.name = device
    join names as b on b.dimension = 'browser' and b.name = browser
)
select place_id, page_id, key, c.name_id as country, device, browser,
    count(*)::integer as pageviews
from facts
join places using (day, site_id)
join of_agent using (agent_id)
join names as c on c.dimension = 'country' and c.name = facts.country
group by all;
