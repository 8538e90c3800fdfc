-- Row: a value of one dimension on a day. Reads: facts, visitor_days. Writes: new_daily.
-- Personal: no.
create or replace table new_daily as
with visitors as (  -- one row per visitor, day and combination of values
    select key, day, site, source, referrer, country, browser, os, device, screen,
        count(*) as pageviews
    from facts group by all
),
began as (  -- the same of the visits that begin on the day
    select key, day, site, source, referrer, country, browser, os, device, screen,
        count(*) as visits
    from facts where entry group by all
),
viewed as (
    select day, site, dimension, value, sum(pageviews) as pageviews, 0 as visits,
        count(distinct key) as visitors
    from visitors
    unpivot (value for dimension in (source, referrer, country, browser, os, device, screen))
    group by all
),
visited as (
    select day, site, dimension, value, 0 as pageviews, sum(visits) as visits, 0 as visitors
    from began
    unpivot (value for dimension in (source, referrer, country, browser, os, device, screen))
    group by all
)
select day, site, dimension, value, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors
from (from viewed union all from visited) group by all
