-- A row is a path over the days [first, after); the most bytes first. $site null: all sites. $path: a
-- pattern for `like`, '%' for all; $but: of paths unlike it. At most $limit rows; path '(other)' is there only if $path is all
-- paths.
-- [$first_month, $after_months): the whole months in the range, summed up to the ingest $summed.
-- reads: month_bandwidth, bandwidth.
-- yields: site, path, hits, bytes_sent, then the number of such rows and the sum of bytes_sent, both
--     without the limit.
-- personal: no.
with kept as (
    select site, path, hits, bytes_sent from month_bandwidth
    where month >= $first_month and month < $after_months
    union all
    select site, path, hits, bytes_sent from bandwidth
    where day >= $first_month and day < $after_months and ingest_id > $summed
    union all
    select site, path, hits, bytes_sent from bandwidth where day >= $first and day < $first_month
    union all
    select site, path, hits, bytes_sent from bandwidth where day >= $after_months and day < $after
),
counted as (
    select site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
    from kept
    where ($site::varchar is null or site = $site)
        and (($path = '%' and not $but) or (path like $path escape '\') <> $but)
        and (path <> '(other)' or trim($path, '%') = '')
    group by site, path
    having sum(hits) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(bytes_sent), 0)::bigint as total from counted
)
select counted.site, counted.path, counted.hits, counted.bytes_sent, whole.found, whole.total
from counted
cross join whole
order by counted.bytes_sent desc, counted.hits desc, counted.path, counted.site
limit $limit
