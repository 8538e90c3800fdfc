-- A row is a site and what people did on those of its pages that the report is about; the most pageviews
-- first. A visit to two of them, or a visitor of two, counts twice. At most $limit rows.
-- reads: page_sums.
-- yields: site, pageviews, visits, visitors, bounces, entries, then the number of such rows and the sum
--     of pageviews, both without the limit.
-- personal: no.
with counted as (
    select site, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
        sum(visitors)::bigint as visitors, sum(bounces)::bigint as bounces,
        sum(entries)::bigint as entries
    from page_sums
    group by site
    having sum(pageviews) <> 0 or sum(visits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total from counted
)
select counted.*, whole.found, whole.total
from counted
cross join whole
order by counted.pageviews desc, counted.visits desc, counted.site
limit $limit
