-- A row is a page that visits ended with in the range of the report; the most exits first. At most
-- $limit rows.
-- reads: page_sums, page_titles.
-- yields: site, path, title (null: none known), exits, pageviews,
--     then the number of such rows and the sum of exits, both without the limit.
-- personal: no.
with counted as (
    select site, path, exits, pageviews
    from page_sums
    where exits <> 0
),
whole as (
    select count(*) as found, coalesce(sum(exits), 0)::bigint as total from counted
),
top as (
    select * from counted order by exits desc, path, site limit $limit
)
select top.site, top.path, titled.title, top.exits, top.pageviews,
    whole.found, whole.total
from top
cross join whole
left join page_titles as titled on titled.site = top.site and titled.path = top.path
order by top.exits desc, top.path, top.site
