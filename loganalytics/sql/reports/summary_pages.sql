-- The one row is what people did on the pages of the report. A visit to two of them, or a visitor of
-- two, counts twice.
-- reads: page_sums.
-- yields: paths, pageviews, visits, entries, exits, visitors, bounces, seconds.
-- personal: no.
select
    count(*) as paths,
    coalesce(sum(pageviews), 0)::bigint as pageviews,
    coalesce(sum(visits), 0)::bigint as visits,
    coalesce(sum(entries), 0)::bigint as entries,
    coalesce(sum(exits), 0)::bigint as exits,
    coalesce(sum(visitors), 0)::bigint as visitors,
    coalesce(sum(bounces), 0)::bigint as bounces,
    coalesce(sum(seconds), 0)::bigint as seconds
from page_sums
