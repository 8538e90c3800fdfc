-- A row is a slice of time in which one of the pages ($sites, $paths: lists of equal length) was
-- looked at. The slices touch: one begins at each of $starts (UTC, ascending), the last ends at $end.
-- $site null: all sites.
-- reads: pages. yields: site, path, start (UTC), pageviews.
-- personal: no.
with slices as (
    select unnest($starts::timestamp[]) as start
),
asked as (
    select unnest($sites::varchar[]) as site, unnest($paths::varchar[]) as path
),
chosen as (
    select site, path, bucket, pageviews
    from pages
    semi join asked using (site, path)
    where bucket >= $starts[1]::timestamp and bucket < $end
        and ($site::varchar is null or site = $site)
)
select c.site, c.path, s.start, sum(c.pageviews)::bigint as pageviews
from chosen as c
asof join slices as s on c.bucket >= s.start
group by c.site, c.path, s.start
having sum(c.pageviews) <> 0
