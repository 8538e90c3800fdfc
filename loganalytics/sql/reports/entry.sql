-- A row is a page that visits began with in the range of the report; the most entries first. At
-- most $limit rows.
-- reads: page_sums, page_titles.
-- yields: site, path, title (null: none known), entries, bounces,
--     then the number of such rows and the sum of entries, both without the limit.
-- personal: no.
with counted as (
    select site, path, entries, bounces
    from page_sums
    where entries <> 0
),
whole as (
    select count(*) as found, coalesce(sum(entries), 0)::bigint as total from counted
),
top as (
    select * from counted order by entries desc, path, site limit $limit
)
select top.site, top.path, titled.title, top.entries, top.bounces,
    whole.found, whole.total
from top
cross join whole
left join page_titles as titled on titled.site = top.site and titled.path = top.path
order by top.entries desc, top.path, top.site
