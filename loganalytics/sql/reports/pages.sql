-- A row is a page that was looked at in the range of the report, or that a visit saw which began
-- then; the most pageviews first. visits: those that saw the page. At most $limit rows.
-- reads: page_sums, page_titles.
-- yields: site, path, title (null: none known), pageviews, visits, entries, exits, bounces,
--     visitors, seconds, then the number of such rows and the sum of pageviews, both without the
--     limit.
-- personal: no.
with counted as (
    select site, path, pageviews, visits, entries, exits, bounces, visitors, seconds
    from page_sums
    where pageviews <> 0 or visits <> 0 or entries <> 0 or exits <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total from counted
),
top as (
    select * from counted order by pageviews desc, path, site limit $limit
)
select top.site, top.path, titled.title, top.pageviews, top.visits, top.entries, top.exits,
    top.bounces, top.visitors, top.seconds, whole.found, whole.total
from top
cross join whole
left join page_titles as titled on titled.site = top.site and titled.path = top.path
order by top.pageviews desc, top.path, top.site
