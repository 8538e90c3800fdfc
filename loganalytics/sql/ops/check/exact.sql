-- Row: how many values of pairs there are by ingest, day and site, on the days [$first, $after), and how
-- many have more pageviews than they have alone. Reads: old.pairs, old.pages, old.daily, days.
-- Personal: no.
with chosen as (
    select * from old.pairs where day >= $first and day < $after
),
alone as (
    select ingest_id, day, site, 'path' as dimension, path as value, sum(pageviews) as pageviews
    from old.pages join (from days where day >= $first and day < $after) using (bucket)
    group by all
    union all
    select ingest_id, day, site, dimension, value, sum(pageviews)
    from old.daily where day >= $first and day < $after group by all
),
paired as (
    select ingest_id, day, site, dimension, value, by_dimension, sum(pageviews) as pageviews
    from chosen where value <> '(other)' group by all
    union all
    select ingest_id, day, site, by_dimension, by_value, dimension, sum(pageviews)
    from chosen where by_value <> '(other)' group by all
),
compared as (
    select p.pageviews > coalesce(a.pageviews, 0) as more
    from paired as p left join alone as a using (ingest_id, day, site, dimension, value)
)
select count(*), count(*) filter (more) from compared
