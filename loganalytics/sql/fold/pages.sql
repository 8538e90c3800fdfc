-- Row: what happened on a page in a bucket. Reads: facts, visits, page_visitors, pages, sites.
-- Writes: new_pages. Personal: no. `visits`: those that saw the page; like all of a visit, where it
-- begins.
insert into new_pages by name
with of_visit as (
    select visit_id, page_id, any_value(site_id) as site_id, any_value(visit_bucket) as bucket,
        sum(seconds)::integer as seconds
    from facts group by visit_id, page_id
),
counted as (
    select bucket, site_id, page_id, count(*)::integer as pageviews, 0 as visits, 0 as entries,
        0 as exits, 0 as bounces, 0 as visitors, 0 as seconds
    from facts group by all
    union all
    select bucket, site_id, page_id, 0, count(*)::integer, 0, 0, 0, 0, sum(seconds)::integer
    from of_visit group by all
    union all
    select bucket, site_id, entry_page_id, 0, 0, count(*)::integer, 0,
        (count(*) filter (bounce))::integer, 0, 0
    from visits group by all
    union all
    select bucket, site_id, exit_page_id, 0, 0, 0, count(*)::integer, 0, 0, 0
    from visits group by all
    union all
    select bucket, site_id, page_id, 0, 0, 0, 0, 0, count(*)::integer, 0
    from page_visitors group by all
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
