-- A row is a page that visits began with in [start, end), UTC; the most entries first.
-- $site null: all sites. $path: a pattern for `like`, '%' for all. At most $limit rows.
-- reads: pages, titles.
-- yields: site, path, title (null: none known), entries, bounces,
--     then the number of such rows and the sum of entries, both without the limit.
-- personal: no.
with counted as (
    select site, path,
        sum(entries)::bigint as entries, sum(bounces)::bigint as bounces
    from pages
    where bucket >= $start and bucket < $end
        and ($site::varchar is null or site = $site)
        and path like $path escape '\'
    group by site, path
    having sum(entries) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(entries), 0)::bigint as total from counted
),
top as (
    select * from counted order by entries desc, path, site limit $limit
),
named as (
    select site, path, max_by(title, (day, ingest_id)) as title
    from titles
    where (site, path) in (select (top.site, top.path) from top)
    group by site, path
)
select top.site, top.path, named.title, top.entries, top.bounces,
    whole.found, whole.total
from top
cross join whole
left join named on named.site = top.site and named.path = top.path
order by top.entries desc, top.path, top.site
