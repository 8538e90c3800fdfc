-- Row: how many days of ingests, sites and two dimensions there are, and on how many the pairs have
-- other pageviews than the timeline, those with a campaign than the campaigns: fewer are right where
-- paths were forgotten. Joins have no pairs. Databases of before may have those of pages with a source,
-- country, browser or device alone.
-- Reads: by_day, old.daily, old.pairs, old_joins, ledger. Personal: no.
with dimensions as (
    select unnest([
        'path', 'source', 'channel', 'utm_campaign', 'country', 'browser', 'os', 'device', 'screen'
    ]) as dimension, unnest(range(9)) as nth
),
two as (
    select a.dimension, b.dimension as by_dimension,
        a.dimension = 'path' and b.dimension in ('source', 'country', 'browser', 'device') as always
    from dimensions as a join dimensions as b on a.nth < b.nth
),
summed as (
    select ingest_id, day, site, dimension, by_dimension, sum(pageviews) as pageviews
    from old.pairs group by all
),
kept as (
    select distinct ingest_id, dimension, by_dimension from summed
),
tagged as (
    select ingest_id, day, site, sum(pageviews) as pageviews
    from old.daily where dimension = 'utm_campaign' group by all
),
expected as (
    select ingest_id, day, site, dimension, by_dimension, pageviews
    from by_day cross join two
    where 'utm_campaign' not in (dimension, by_dimension)
    union all
    select ingest_id, day, site, dimension, by_dimension, pageviews
    from tagged cross join two
    where 'utm_campaign' in (dimension, by_dimension)
),
meant as (
    select e.* from expected as e
    join two using (dimension, by_dimension)
    left join kept as k using (ingest_id, dimension, by_dimension)
    where pageviews <> 0 and (always or k.ingest_id is not null)
        and ingest_id not in (select join_id from old_joins)
),
both_of_them as (
    select coalesce(l.erased, '') = 'paths' and dimension = 'path' as forgotten,
        coalesce(e.pageviews, 0) - coalesce(s.pageviews, 0) as missing
    from meant as e
    full join summed as s using (ingest_id, day, site, dimension, by_dimension)
    left join ledger as l using (ingest_id)
)
select count(*), count(*) filter (
    case when forgotten then missing < 0 else missing <> 0 end
)
from both_of_them
