-- A row is a page that was looked at in [start, end), UTC, or that a visit saw which began then; the
-- most pageviews first. visits: those that saw the page. seconds: time until the visit's next view.
-- $site null: all sites. $path: a pattern for `like`, '%' for all. At most $limit rows.
-- reads: pages, titles.
-- yields: site, path, title (null: none known), pageviews, visits, entries, exits, bounces,
--     visitors, seconds, then the number of such rows and the sum of pageviews, both without the
--     limit.
-- personal: no.
with counted as (
    select site, path,
        sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
        sum(entries)::bigint as entries, sum(exits)::bigint as exits,
        sum(bounces)::bigint as bounces, sum(visitors)::bigint as visitors,
        sum(seconds)::bigint as seconds
    from pages
    where bucket >= $start and bucket < $end
        and ($site::varchar is null or site = $site)
        and path like $path escape '\'
    group by site, path
    having sum(pageviews) <> 0 or sum(visits) <> 0 or sum(entries) <> 0 or sum(exits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total from counted
),
top as (
    select * from counted order by pageviews desc, path, site limit $limit
),
named as (
    select site, path, max_by(title, (day, ingest_id)) as title
    from titles
    where (site, path) in (select (top.site, top.path) from top)
    group by site, path
)
select top.site, top.path, named.title, top.pageviews, top.visits, top.entries, top.exits,
    top.bounces, top.visitors, top.seconds, whole.found, whole.total
from top
cross join whole
left join named on named.site = top.site and named.path = top.path
order by top.pageviews desc, top.path, top.site
