-- Numbers the values that pair rows are made of, and sums the views of a visitor's day by pair.
-- Row: a visitor, a day, a page and a value of another dimension. Reads: facts, sites, origins,
-- agents. Writes: names, places, page_visitors, pair_views. Personal: keys.
-- `place_id` numbers days and sites, `by_id` dimensions and values.
create or replace table names as
with met as (
    select 'source' as dimension, source as name from origins
    union select 'device', device from agents
    union select 'browser', browser from agents
    union select distinct 'country', country from facts
)
select dimension, name, row_number() over ()::integer as name_id from met;
create or replace table places as
with met as (select distinct day, site_id from facts)
select day, site_id, site, dense_rank() over (order by day, site)::integer as place_id
from met join sites using (site_id);
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
create or replace table pair_views as
with of_origin as (
    select origin_id, name_id as source
    from origins join names on dimension = 'source' and name = origins.source
)
select place_id, page_id, unnest([country, device, browser]) as by_id, key, pageviews
from page_visitors
union all
select place_id, page_id, source, key, count(*)::integer
from facts join places using (day, site_id) join of_origin using (origin_id)
group by all
