-- The one row is the pageviews of the paths like $path ($but: unlike it) in [start, end), UTC. $site null: all sites.
-- reads: pages. yields: pageviews.
-- personal: no.
select coalesce(sum(pageviews), 0)::bigint as pageviews
from pages
where bucket >= $start and bucket < $end
    and ($site::varchar is null or site = $site)
    and (path like $path escape '\') <> $but
