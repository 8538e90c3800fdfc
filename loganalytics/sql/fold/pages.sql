-- Row: what happened on a page in a bucket. Reads: page_counts, pages. Writes: new_pages.
-- Personal: no.
insert into new_pages by name
with summed as (
    select bucket, site_id, page_id, sum(pageviews)::bigint as pageviews,
        sum(visits)::bigint as visits, sum(entries)::bigint as entries,
        sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
        sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
    from page_counts group by all
)
select make_timestamp(bucket * 1000000) as bucket, site_id, page as path, pageviews, visits, entries,
    exits, bounces, visitors, seconds
from summed join pages using (page_id)
