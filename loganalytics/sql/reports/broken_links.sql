-- A row is a page and a path that it led people to, which was not there (404, 410), over the days
-- [first, after); the site's own pages first, which its owner can mend, of each the most hits first.
-- $site null: all sites. $path: a pattern for `like` of the path that is not there, '%' for all; $but:
-- of paths unlike it. At most $limit rows. A page that is '(other)': one elsewhere that too few
-- followed.
-- reads: errors.
-- yields: site, path, referrer, hits, the last day, then the number of such rows and the sum of
--     hits, both without the limit.
-- personal: no.
with counted as (
    select site, path, referrer, sum(hits)::bigint as hits, max(day) as until
    from errors
    where day >= $first and day < $after
        and status in (404, 410) and not bot
        and referrer <> '(none)'
        and path <> '(other)'
        and ($site::varchar is null or site = $site)
        and (path like $path escape '\') <> $but
    group by site, path, referrer
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.site, counted.path, counted.referrer, counted.hits, counted.until, whole.found,
    whole.total
from counted
cross join whole
order by starts_with(counted.referrer, '/') desc, counted.hits desc, counted.path, counted.referrer, counted.site
limit $limit
