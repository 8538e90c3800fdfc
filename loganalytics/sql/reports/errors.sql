-- A row is a path that answered with one status from 400 on, over the days [first, after); the most
-- hits of people first. $site null: all sites. $path: a pattern for `like`, '%' for all; $but: of paths unlike it. At most
-- $limit rows; path '(other)' is there only if $path is all paths.
-- reads: errors.
-- yields: site, status, path, kind, hits (of people), bot_hits, the first and the last day, then the
--     number of such rows and the sum of hits, both without the limit.
-- personal: no.
with counted as (
    select site, status, path, max(kind) as kind,
        coalesce(sum(hits) filter (where not bot), 0)::bigint as hits,
        coalesce(sum(hits) filter (where bot), 0)::bigint as bot_hits, min(day) as since,
        max(day) as until
    from errors
    where day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and (path like $path escape '\') <> $but
        and (path <> '(other)' or trim($path, '%') = '')
    group by site, status, path
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.site, counted.status, counted.path, counted.kind, counted.hits, counted.bot_hits,
    counted.since, counted.until, whole.found, whole.total
from counted
cross join whole
order by counted.hits desc, counted.bot_hits desc, counted.path, counted.status, counted.site
limit $limit
