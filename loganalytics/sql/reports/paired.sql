-- The one row is the pageviews of all pairs of two dimensions over the days [first, after). $site null:
-- all sites.
-- reads: pairs. yields: pageviews, and those of them whose value of $by is lost to '(other)'.
-- personal: no.
with paired as (
    select value as by_value, pageviews, day, site from pairs
    where dimension = $by and by_dimension = $of
    union all
    select by_value, pageviews, day, site from pairs
    where dimension = $of and by_dimension = $by
)
select coalesce(sum(pageviews), 0)::bigint as pageviews,
    coalesce(sum(pageviews) filter (by_value = '(other)'), 0)::bigint as lost
from paired
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
