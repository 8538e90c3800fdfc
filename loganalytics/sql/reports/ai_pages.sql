-- A row is a path that AI crawlers fetched; the most hits first. $path: a pattern for `like`, '%' for all;
-- $but: of paths unlike it. At most $limit rows; path '(other)' is there only if $path is all paths.
-- Reads: bot_page_sums.
-- Yields: site, path, hits, bytes_sent, how many crawlers fetched it, then the number of such rows
--     and the sum of hits, both without the limit.
-- Personal: no.
with counted as (
    select site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
        count(*) as bots
    from bot_page_sums
    where ai
        and (path like $path escape '\') <> $but
        and (path <> '(other)' or trim($path, '%') = '')
    group by site, path
),
whole as (
    select count(*) as found, coalesce(sum(hits), 0)::bigint as total from counted
)
select counted.site, counted.path, counted.hits, counted.bytes_sent, counted.bots, whole.found,
    whole.total
from counted
cross join whole
order by counted.hits desc, counted.bytes_sent desc, counted.path, counted.site
limit $limit
