-- Row: how many ingests are named by counts and contents, and how many of them the ledger lacks.
-- Reads: old.*, old_errors, old_bot_pages, old_bandwidth, old_response_times, old_events, old_joins,
-- ledger. Personal: no.
with named as (
    select ingest_id from old.traffic
    union select ingest_id from old.activity
    union select ingest_id from old.pages
    union select ingest_id from old.titles
    union select ingest_id from old.daily
    union select ingest_id from old.downloads
    union select ingest_id from old.bots
    union select ingest_id from old_errors
    union select ingest_id from old_bot_pages
    union select ingest_id from old_bandwidth
    union select ingest_id from old_response_times
    union select ingest_id from old_events
    union select ingest_id from old.pairs
    union select ingest_id from old.recent
    union select ingest_id from old.contents
    union select ingest_id from old_joins
)
select count(*), count(*) filter (l.ingest_id is null and j.join_id is null)
from named left join ledger as l using (ingest_id)
left join (select distinct join_id from old_joins) as j on j.join_id = named.ingest_id
