-- Row: an ingest in `offered` of which most hits are counted already, as those of one other ingest or of
-- several: how many, and the first and the last bucket (UTC) of these. Reads: offered, db.traffic.
-- Personal: no. $among: what is offered is compared with those offered under lower numbers, too.
-- Two logs that do not share their lines agree in no bucket: not in how often each method and status
-- came and in the bytes. All of what a monitor sends may be alike, so what agrees has to be of
-- several sizes. Buckets at the ends, in which one log may begin or end, need not agree.
with counted as (
    select ingest_id, site, bucket, method, status, sum(hits) as hits, sum(bytes_sent) as bytes_sent,
        false as offered
    from db.traffic
    where bucket >= (select min(bucket) from offered)
        and bucket <= (select max(bucket) from offered)
        and site in (select site from offered)
    group by all
    union all
    select *, true from offered where $among
),
mine as (
    select ingest_id, site, bucket, sum(hits) as hits, list(distinct bytes_sent) as sizes,
        list((method, status, hits, bytes_sent) order by method, status) as rows
    from offered group by all
),
theirs as (
    select offered, ingest_id, site, bucket,
        list((method, status, hits, bytes_sent) order by method, status) as rows
    from counted group by all
),
met as (
    select mine.ingest_id, bucket, mine.hits, mine.sizes, bool_or(mine.rows = theirs.rows) as same
    from mine join theirs using (site, bucket)
    where not theirs.offered or theirs.ingest_id < mine.ingest_id
    group by all
),
inner_ones as (
    select *, bucket > min(bucket) over (partition by ingest_id)
        and bucket < max(bucket) over (partition by ingest_id) as inside
    from met
)
select ingest_id, sum(hits) filter (where same)::bigint, min(bucket) filter (where same),
    max(bucket) filter (where same)
from inner_ones
group by ingest_id
having sum(hits) filter (where same) >= $least
    and len(list_distinct(flatten(list(sizes) filter (where same)))) >= $sizes
    and sum(hits) filter (where same) * 2 > coalesce(sum(hits) filter (where inside), 0)
order by ingest_id
