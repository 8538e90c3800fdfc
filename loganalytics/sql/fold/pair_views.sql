-- Numbers the values that pair rows are made of, and sums the views of a visitor's day by pair.
-- Row: a visitor, a day, a page and a value of another dimension. Reads: facts, sites, origins,
-- agents. Writes: names, places, pair_views. Personal: keys.
create or replace table names as
select name, row_number() over ()::integer as name_id
from (
    select source as name from origins union select browser from agents
    union select device from agents union select distinct country from facts
);
create or replace table places as
with met as (select distinct day, site_id from facts)
select day, site_id, site, dense_rank() over (order by day, site)::integer as place_id
from met join sites using (site_id);
create or replace table pair_views as
with summed as (
    select day, site_id, page_id, key, origin_id, country, agent_id, count(*)::integer as pageviews
    from facts group by all
),
of_agent as (
    select agent_id, d.name_id as device, b.name_id as browser
    from agents join names as d on d.name = device join names as b on b.name = browser
),
of_origin as (
    select origin_id, name_id as source from origins join names on name = origins.source
),
numbered as (
    select place_id, page_id, key, source, c.name_id as country, device, browser, pageviews
    from summed
    join places using (day, site_id)
    join of_origin using (origin_id)
    join of_agent using (agent_id)
    join names as c on c.name = summed.country
)
select place_id, page_id, by_dimension, by_id, key, sum(pageviews)::integer as pageviews
from numbered unpivot (by_id for by_dimension in (source, country, device, browser))
group by all
