-- Row: what happened on a page in a bucket. Reads: facts, visits, pages, sites. Writes: new_pages.
-- Personal: no. `visits`: those that saw the page; like all of a visit, where it begins.
create or replace table new_pages as
with counted as (
    select bucket, site_id, page_id, count(*) as pageviews, 0 as visits, 0 as entries, 0 as exits,
        0 as bounces, 0 as visitors, 0 as seconds
    from facts group by all
    union all
    select visit_bucket, site_id, page_id, 0, count(distinct (key, cut)), 0, 0, 0, 0, sum(seconds)
    from facts group by all
    union all
    select bucket, site_id, entry_page_id, 0, 0, count(*), 0, count(*) filter (bounce), 0, 0
    from visits group by all
    union all
    select bucket, site_id, exit_page_id, 0, 0, 0, count(*), 0, 0, 0
    from visits group by all
    union all
    select bucket, site_id, page_id, 0, 0, 0, 0, 0, count(*), 0
    from (
        select site_id, page_id, min(bucket) as bucket from facts group by key, day, site_id, page_id
    )
    group by all
),
summed as (
    select bucket, site_id, page_id, sum(pageviews)::bigint as pageviews,
        sum(visits)::bigint as visits, sum(entries)::bigint as entries,
        sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
        sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
    from counted group by all
)
select make_timestamp(bucket * 1000000) as bucket, site, page as path,
    sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
    sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
from summed join pages using (page_id) join sites using (site_id) group by bucket, site, page
