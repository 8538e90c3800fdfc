-- Row: what happened on a page in a bucket. Reads: facts, visits, sites. Writes: new_pages.
-- Personal: no.
create or replace table new_pages as
with counted as (
    select bucket, site, page, count(*) as pageviews, 0 as entries, 0 as exits, 0 as bounces,
        0 as visitors, 0 as seconds
    from facts group by all
    union all
    select visit_bucket, site, page, 0, 0, 0, 0, 0, sum(seconds)
    from facts where seconds > 0 group by all
    union all
    select bucket, site, entry_page, 0, count(*), 0, count(*) filter (bounce), 0, 0
    from visits join sites using (site_id) group by all
    union all
    select bucket, site, exit_page, 0, 0, count(*), 0, 0, 0
    from visits join sites using (site_id) group by all
    union all
    select bucket, site, page, 0, 0, 0, 0, count(*), 0
    from (select site, page, min(bucket) as bucket from facts group by key, day, site, page)
    group by all
)
select make_timestamp(bucket * 1000000) as bucket, site, page as path,
    sum(pageviews)::bigint as pageviews, sum(entries)::bigint as entries,
    sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
    sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
from counted group by bucket, site, page
