-- Row: an ingest in `offered` of which most hits are counted already, as those of one other ingest or of
-- several: how many, and the first and the last bucket (UTC) of these. Reads: offered, db.traffic.
-- Personal: no. $among: what is offered is compared with those offered under lower numbers, too.
-- Two logs that do not share their lines agree in no bucket in which several people came: not in how
-- often each method and status came and in the bytes. So several have to agree, and most hits between
-- the first and the last of them. What a monitor sends is always alike, and a scanner may visit two
-- sites in a quiet hour: so bots and failures do not count, and bytes by hit have to differ.
with everything as (
    select ingest_id, site, bucket, method, status, bot, hits, bytes_sent, false as offered
    from db.traffic
    where bucket >= (select min(bucket) from offered)
        and bucket <= (select max(bucket) from offered)
        and site in (select site from offered)
    union all by name
    select *, true as offered from offered
),
counted as (
    select offered, ingest_id, site, bucket, method, status, sum(hits) as hits,
        sum(bytes_sent) as bytes_sent
    from everything
    where not bot and (status between 200 and 299 or status = 304)
    group by all
),
mine as (
    select ingest_id, site, bucket, sum(hits) as hits, list(distinct bytes_sent / hits) as sizes,
        list((method, status, hits, bytes_sent) order by method, status) as rows
    from counted where offered group by ingest_id, site, bucket
),
theirs as (
    select offered, ingest_id, site, bucket,
        list((method, status, hits, bytes_sent) order by method, status) as rows
    from counted where not offered or $among group by offered, ingest_id, site, bucket
),
same as (
    select mine.ingest_id, mine.site, bucket, mine.hits, mine.sizes
    from mine semi join theirs on theirs.site = mine.site and theirs.bucket = mine.bucket
        and theirs.rows = mine.rows
        and (not theirs.offered or theirs.ingest_id < mine.ingest_id)
),
agreeing as (
    select ingest_id, sum(hits)::bigint as hits, min(bucket) as first, max(bucket) as last,
        count(distinct bucket) as buckets, len(list_distinct(flatten(list(sizes)))) as sizes
    from same group by ingest_id
)
select ingest_id, a.hits, first, last
from agreeing as a
where a.hits >= $least and buckets >= $buckets and a.sizes >= $sizes
    and 2 * a.hits > (
        select sum(mine.hits) from mine
        where mine.ingest_id = a.ingest_id and bucket between first and last)
order by ingest_id
