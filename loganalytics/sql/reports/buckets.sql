-- A row is a bucket in [start, end), UTC, in which people did something. $site null: all sites.
-- reads: activity.
-- yields: bucket (UTC), pageviews, visits.
-- personal: no.
select bucket, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits
from activity
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
group by bucket
order by bucket
