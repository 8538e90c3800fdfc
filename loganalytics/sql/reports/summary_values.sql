-- The one row is what people did whose value of $dimension is like $pattern ($but: unlike it), over the
-- days [first, after). $site null: all sites. A visitor of two of the values counts twice.
-- reads: daily. yields: pageviews, visits, visitors, the number of such values.
-- personal: no.
select coalesce(sum(pageviews), 0)::bigint as pageviews, coalesce(sum(visits), 0)::bigint as visits,
    coalesce(sum(visitors), 0)::bigint as visitors, count(distinct value) as found
from daily
where dimension = $dimension and day >= $first and day < $after
    and ($site::varchar is null or site = $site)
    and (value ilike $pattern escape '\') <> $but
