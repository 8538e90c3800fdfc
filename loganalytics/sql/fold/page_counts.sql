-- Counts what happened on pages, of a share of the visitors: $share of $shares.
-- Row: a page in a bucket. Reads: facts, page_visitors. Writes: page_counts. Personal: no.
-- `visits`: those that saw the page; like all of a visit, where it begins, which is where most of its
-- pageviews stand, too.
insert into page_counts by name
with of_visit as (
    select visit_id, page_id, any_value(site_id) as site_id, any_value(visit_bucket) as bucket,
        (count(*) filter (bucket = visit_bucket))::integer as pageviews,
        sum(seconds)::integer as seconds, any_value(entry_page_id) = page_id as entry,
        any_value(exit_page_id) = page_id as exit, any_value(bounce) as bounce
    from facts where key % $shares::ubigint = $share group by visit_id, page_id
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
    from facts where bucket <> visit_bucket and key % $shares::ubigint = $share group by all
    union all
    select bucket, site_id, page_id, 0, 0, 0, 0, 0, count(*)::integer, 0
    from page_visitors where key % $shares::ubigint = $share group by all
)
select bucket, site_id, page_id, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(entries)::bigint as entries,
    sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
    sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
from counted group by all
