-- Row: how many ingests there are that counted what was asked for, and of which nothing was erased,
-- and of how many these hits and bytes, errors, hits of bots or events are others than those of the
-- ledger and of `traffic`, or response times are more. Reads: old_errors, old_bot_pages, old_bandwidth,
-- old_response_times, old_events, old.traffic, ledger. Personal: no.
with asked as (
    select ingest_id, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from old_bandwidth group by all
),
failed as (
    select ingest_id, sum(hits) as hits, sum(hits) filter (bot) as bots from old_errors group by all
),
refused as (
    select ingest_id, sum(hits) as hits, sum(hits) filter (bot) as bots
    from old.traffic where status >= 400 group by all
),
crawled as (select ingest_id, sum(hits) as hits from old_bot_pages group by all),
timed as (select ingest_id, sum(hits) as hits from old_response_times group by all),
happened as (select ingest_id, sum(hits) as hits from old_events group by all)
select count(*), count(*) filter (
    a.hits <> i.hits or a.bytes_sent <> i.bytes_sent
    or coalesce(f.hits, 0) <> coalesce(r.hits, 0) or coalesce(f.bots, 0) <> coalesce(r.bots, 0)
    or coalesce(c.hits, 0) <> i.bot or coalesce(e.hits, 0) <> i.event
    or coalesce(t.hits, 0) > i.hits
)
from ledger as i
join asked as a using (ingest_id)
left join failed as f using (ingest_id)
left join refused as r using (ingest_id)
left join crawled as c using (ingest_id)
left join timed as t using (ingest_id)
left join happened as e using (ingest_id)
where i.erased is null or i.erased = ''
