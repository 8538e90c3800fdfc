-- Adds all hits by day, of the ingests after $after up to $until. $days: when the days begin that these
-- touch, UTC, ascending. Row: how many. Reads: db.traffic. Writes: db.day_traffic. Personal: no.
insert into db.day_traffic by name
with days as (
    select unnest($days::timestamp[]) as day
),
day_of as (  -- of each bucket once: to join all rows so would sort them
    select b.bucket, d.day
    from (
        select distinct bucket from db.traffic where ingest_id > $after and ingest_id <= $until
    ) as b asof join days as d on b.bucket >= d.day
)
select day, site, status, bot, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from db.traffic join day_of using (bucket)
where ingest_id > $after and ingest_id <= $until
group by all
order by day, site, status, bot
