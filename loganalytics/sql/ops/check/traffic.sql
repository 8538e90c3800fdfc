-- Row: how many ingests of which nothing was erased there are, and of how many hits, bytes, hits of
-- bots or the times of the first and the last hit are others in `traffic`. Reads: old.traffic,
-- ledger. Personal: no.
with summed as (
    select ingest_id, sum(hits) as hits, sum(bytes_sent) as bytes_sent,
        sum(hits) filter (bot) as bots, min(bucket) as first, max(bucket) as last
    from old.traffic group by all
)
select count(*), count(*) filter (
    coalesce(s.hits, 0) <> i.hits
    or coalesce(s.bytes_sent, 0) <> i.bytes_sent
    or coalesce(s.bots, 0) <> i.bot
    or s.first is distinct from time_bucket(to_minutes($minutes), i.first)
    or s.last is distinct from time_bucket(to_minutes($minutes), i.last)
)
from ledger as i left join summed as s using (ingest_id)
where i.erased is null or i.erased = ''
