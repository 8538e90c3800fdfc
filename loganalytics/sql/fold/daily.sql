-- Row: a value of one dimension on a day. Reads: day_values, places, names. Writes: new_daily.
-- Personal: no.
insert into new_daily by name
select day, site_id, dimension, name as value, pageviews, visits, visitors
from day_values
join (select distinct place_id, day, site_id from places) using (place_id)
join names using (name_id)
