-- Row: a value of one dimension on a day. Reads: visitors. Writes: new_daily. Personal: no.
-- The visits of a value are those that begin on the day.
create or replace table new_daily as
select day, site, dimension, value, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, count(distinct key)::bigint as visitors
from visitors
unpivot (value for dimension in (source, referrer, country, browser, os, device, screen))
group by all
