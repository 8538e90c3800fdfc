-- A row is an event by name over the days [first, after); the most hits first. $site null: all sites.
-- $path: a pattern for `like` of the pages it happened on, '%' for all; $but: of paths unlike it. At most $limit rows.
-- reads: events.
-- yields: event, hits, visitors, the number of pages that are known (of the sites apart), then the
--     number of such rows and the sum of hits, both without the limit.
-- personal: no.
-- What is taken back of visitors of several ingests may be more than what a page that was erased left.
with counted as (
    select event, sum(hits)::bigint as hits, greatest(sum(visitors), 0)::bigint as visitors,
        count(distinct (site, path)) filter (where path <> '(other)') as pages
    from events
    where day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and (path like $path escape '\') <> $but
        and (path <> '(other)' or trim($path, '%') = '')
    group by event
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.event, counted.hits, counted.visitors, counted.pages, whole.found, whole.total
from counted
cross join whole
order by counted.hits desc, counted.event
limit $limit
