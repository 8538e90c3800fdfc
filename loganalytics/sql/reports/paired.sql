-- The one row is the pageviews of all pairs of two dimensions over the days [first, after). $site null:
-- all sites.
-- reads: pairs. yields: pageviews.
-- personal: no.
select coalesce(sum(pageviews), 0)::bigint as pageviews
from pairs
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
    and ((dimension = $of and by_dimension = $by) or (dimension = $by and by_dimension = $of))
