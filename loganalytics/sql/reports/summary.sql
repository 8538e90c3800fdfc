-- The one row is what people did in [start, end), UTC. $site null: all sites.
-- reads: activity.
-- yields: pageviews, visits, visitors, bounces, returning_visits, seconds.
-- personal: no.
select
    coalesce(sum(pageviews), 0)::bigint as pageviews,
    coalesce(sum(visits), 0)::bigint as visits,
    coalesce(sum(visitors), 0)::bigint as visitors,
    coalesce(sum(bounces), 0)::bigint as bounces,
    coalesce(sum(returning_visits), 0)::bigint as returning_visits,
    coalesce(sum(seconds), 0)::bigint as seconds
from activity
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
