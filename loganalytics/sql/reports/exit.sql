-- A row is a page that visits ended with in [start, end), UTC; the most exits first.
-- $site null: all sites. $path: a pattern for `like`, '%' for all. At most $limit rows.
-- reads: pages, titles.
-- yields: site, path, title (null: none known), exits, pageviews,
--     then the number of such rows and the sum of exits, both without the limit.
-- personal: no.
with counted as (
    select site, path,
        sum(exits)::bigint as exits, sum(pageviews)::bigint as pageviews
    from pages
    where bucket >= $start and bucket < $end
        and ($site::varchar is null or site = $site)
        and path like $path escape '\'
    group by site, path
    having sum(exits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(exits), 0)::bigint as total from counted
),
top as (
    select * from counted order by exits desc, path, site limit $limit
),
named as (
    select site, path, max_by(title, (day, ingest_id)) as title
    from titles
    where (site, path) in (select (top.site, top.path) from top)
    group by site, path
)
select top.site, top.path, named.title, top.exits, top.pageviews,
    whole.found, whole.total
from top
cross join whole
left join named on named.site = top.site and named.path = top.path
order by top.exits desc, top.path, top.site
