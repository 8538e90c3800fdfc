-- Row: how many values of pairs there are by ingest, day and site, and how many have more pageviews
-- than they have alone. Reads: old.pairs, old.pages, old.daily, days. Personal: no.
with alone as (
    select ingest_id, day, site, 'path' as dimension, path as value, sum(pageviews) as pageviews
    from old.pages join days using (bucket) group by all
    union all
    select ingest_id, day, site, dimension, value, sum(pageviews) from old.daily group by all
),
paired as (
    select ingest_id, day, site, dimension, value, by_dimension, sum(pageviews) as pageviews
    from old.pairs where value <> '(other)' group by all
    union all
    select ingest_id, day, site, by_dimension, by_value, dimension, sum(pageviews)
    from old.pairs where by_value <> '(other)' group by all
),
compared as (
    select p.pageviews > coalesce(a.pageviews, 0) as more
    from paired as p left join alone as a using (ingest_id, day, site, dimension, value)
)
select count(*), count(*) filter (more) from compared
