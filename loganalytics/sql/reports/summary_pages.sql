-- The one row is what people did on the paths like $path in [start, end), UTC. $site null: all
-- sites. A visit to two of the paths, or a visitor of two, counts twice.
-- reads: pages.
-- yields: paths, pageviews, visits, entries, exits, visitors, bounces, seconds.
-- personal: no.
select
    count(distinct (site, path)) as paths,
    coalesce(sum(pageviews), 0)::bigint as pageviews,
    coalesce(sum(visits), 0)::bigint as visits,
    coalesce(sum(entries), 0)::bigint as entries,
    coalesce(sum(exits), 0)::bigint as exits,
    coalesce(sum(visitors), 0)::bigint as visitors,
    coalesce(sum(bounces), 0)::bigint as bounces,
    coalesce(sum(seconds), 0)::bigint as seconds
from pages
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
    and path like $path escape '\'
