-- Sums the views of a visitor's day that are known for the same.
-- Row: a visitor, a day and a combination of values. Reads: facts, sites, origins, agents,
-- parameters. Writes: visitors. Personal: keys.
create or replace table visitors as
with summed as (
    select key, day, site_id, origin_id, country, agent_id, screen_id, count(*) as pageviews,
        count(*) filter (entry) as visits
    from facts group by all
)
select key, day, site, origins.source, origins.referrer, country, browser, os, device,
    coalesce(p.value, '(unknown)') as screen, pageviews, visits
from summed
join sites using (site_id)
join origins using (origin_id)
join agents using (agent_id)
left join parameters as p on p.parameter_id = screen_id
