-- A row is a bucket in [start, end), UTC, in which people did something on the paths like $path ($but: unlike it). A
-- visit to two of the paths counts twice. $site null: all sites.
-- reads: pages.
-- yields: bucket (UTC), pageviews, visits.
-- personal: no.
select bucket, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits
from pages
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
    and (path like $path escape '\') <> $but
group by bucket
order by bucket
