-- Row: what an ingest counted on a day of a site. Reads: old.activity, days. Writes: by_day.
-- Personal: no.
create or replace temp table by_day as
select ingest_id, day, site, sum(pageviews) as pageviews, sum(visits) as visits,
    sum(visitors) as visitors
from old.activity join days using (bucket) group by all
