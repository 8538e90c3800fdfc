-- Row: how many days of ingests, sites and dimensions there are, and on how many the pairs have
-- other pageviews than `activity`: fewer are right where paths were forgotten. Joins have no pairs.
-- Reads: by_day, old.pairs, old_joins, ledger. Personal: no.
with summed as (
    select ingest_id, day, site, by_dimension, sum(pageviews) as pageviews
    from old.pairs group by all
),
expected as (
    select ingest_id, day, site, by_dimension, pageviews
    from by_day, unnest(['source', 'country', 'browser', 'device']) as u (by_dimension)
    where pageviews <> 0 and ingest_id not in (select join_id from old_joins)
),
both_of_them as (
    select coalesce(l.erased, '') = 'paths' as forgotten,
        coalesce(e.pageviews, 0) - coalesce(s.pageviews, 0) as missing
    from expected as e
    full join summed as s using (ingest_id, day, site, by_dimension)
    left join ledger as l using (ingest_id)
)
select count(*), count(*) filter (
    case when forgotten then missing < 0 else missing <> 0 end
)
from both_of_them
