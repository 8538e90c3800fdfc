-- A row is a path over the days [first, after) and how many microseconds its hits took: the nearest
-- rank, the bucket in which the hit stands that is the least of those with at least 50, 90, 99 of 100
-- hits up to it; of the bucket, the value that is at most 5 % off (parse/macros). The most hits first.
-- $site null: all sites. $path: a pattern for `like`, '%' for all; $but: of paths unlike it. At most $limit
-- rows; path '(other)' is there only if $path is all paths.
-- [$first_month, $after_months): the whole months in the range, summed up to the ingest $summed.
-- reads: month_response_times, response_times.
-- yields: site, path, hits, p50, p90, p99 (us), then the number of such rows, without the limit.
-- personal: no.
with kept as (
    select site, path, duration_bucket, hits from month_response_times
    where month >= $first_month and month < $after_months
    union all
    select site, path, duration_bucket, hits from response_times
    where day >= $first_month and day < $after_months and ingest_id > $summed
    union all
    select site, path, duration_bucket, hits from response_times where day >= $first and day < $first_month
    union all
    select site, path, duration_bucket, hits from response_times where day >= $after_months and day < $after
),
counted as (
    select site, path, duration_bucket, sum(hits)::bigint as hits
    from kept
    where ($site::varchar is null or site = $site)
        and (($path = '%' and not $but) or (path like $path escape '\') <> $but)
        and (path <> '(other)' or trim($path, '%') = '')
    group by all
    having sum(hits) <> 0
),
ranked as (
    select site, path, duration_bucket,
        100 * sum(hits) over (partition by site, path order by duration_bucket) as upto,
        sum(hits) over (partition by site, path) as whole
    from counted
),
found as (
    select site, path, any_value(whole)::bigint as hits,
        min(duration_bucket) filter (upto >= 50 * whole) as p50,
        min(duration_bucket) filter (upto >= 90 * whole) as p90,
        min(duration_bucket) filter (upto >= 99 * whole) as p99
    from ranked group by site, path
)
select site, path, hits,
    case when p50 = 0 then 0 else 0.95 * pow(1.05::double / 0.95::double, p50 - 1) end as p50_us,
    case when p90 = 0 then 0 else 0.95 * pow(1.05::double / 0.95::double, p90 - 1) end as p90_us,
    case when p99 = 0 then 0 else 0.95 * pow(1.05::double / 0.95::double, p99 - 1) end as p99_us,
    count(*) over ()
from found
order by hits desc, path, site
limit $limit
