-- Row: what happened on a page in a bucket. Reads: facts, page_visitors, pages.
-- Writes: new_pages. Personal: no. `visits`: those that saw the page; like all of a visit, where it
-- begins, which is where most of its pageviews stand, too.
insert into new_pages by name
with of_visit as (
    select visit_id, page_id, any_value(site_id) as site_id, any_value(visit_bucket) as bucket,
        (count(*) filter (bucket = visit_bucket))::integer as pageviews,
        sum(seconds)::integer as seconds, any_value(entry_page_id) = page_id as entry,
        any_value(exit_page_id) = page_id as exit, any_value(bounce) as bounce
    from facts group by visit_id, page_id
),
counted as (
    select bucket, site_id, page_id, sum(pageviews)::integer as pageviews,
        count(*)::integer as visits, (count(*) filter (entry))::integer as entries,
        (count(*) filter (exit))::integer as exits,
        (count(*) filter (entry and bounce))::integer as bounces, 0 as visitors,
        sum(seconds)::integer as seconds
    from of_visit group by bucket, site_id, page_id
    union all
    select bucket, site_id, page_id, count(*)::integer, 0, 0, 0, 0, 0, 0
    from facts where bucket <> visit_bucket group by all
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
select make_timestamp(bucket * 1000000) as bucket, site_id, page as path, pageviews, visits, entries,
    exits, bounces, visitors, seconds
from summed join pages using (page_id)
