-- Keeps of what a share of the visitors is known for what pairs are made of. Only logs have pairs.
-- Row: a visitor, a day, an origin and a screen. Reads: visitor_values, places. Writes: known_values.
-- Personal: keys.
insert into known_values by name
select v.* exclude (pageviews, visits, name_ids), sum(pageviews)::integer as pageviews
from visitor_values as v
semi join (select place_id from places where is_log(site_id)) using (place_id)
group by all
