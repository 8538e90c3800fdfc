-- A row is a document or archive that was fetched on the days [first, after); the most hits
-- first. $site null: all sites. $path: a pattern for `like`, '%' for all; $but: of paths unlike it. At most $limit rows.
-- reads: downloads.
-- yields: site, path, hits, bytes_sent, visitors, then the number of such rows and the sum of
--     hits, both without the limit.
-- personal: no.
with counted as (
    select site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
        sum(visitors)::bigint as visitors
    from downloads
    where day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and (path like $path escape '\') <> $but
    group by site, path
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.site, counted.path, counted.hits, counted.bytes_sent, counted.visitors,
    whole.found, whole.total
from counted
cross join whole
order by counted.hits desc, counted.path, counted.site
limit $limit
