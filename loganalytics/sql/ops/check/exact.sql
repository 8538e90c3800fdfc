-- Row: how many values of pairs there are by ingest, day and site, and how many have more pageviews
-- than they have alone. Reads: old.pairs, old.pages, old.daily, days. Personal: no.
with paths as (
    select ingest_id, day, site, path as value, sum(pageviews) as pageviews
    from old.pages join days using (bucket) group by all
),
of_paths as (
    select ingest_id, day, site, by_dimension, value, sum(pageviews) as pageviews
    from old.pairs where value <> '(other)' group by all
),
of_values as (
    select ingest_id, day, site, by_dimension as dimension, by_value as value,
        sum(pageviews) as pageviews
    from old.pairs where by_value <> '(other)' group by all
),
compared as (
    select o.pageviews > coalesce(p.pageviews, 0) as more
    from of_paths as o left join paths as p using (ingest_id, day, site, value)
    union all
    select o.pageviews > coalesce(d.pageviews, 0)
    from of_values as o left join old.daily as d using (ingest_id, day, site, dimension, value)
)
select count(*), count(*) filter (more) from compared
