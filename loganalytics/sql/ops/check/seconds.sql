-- Row: how many ingests and joins there are of which nothing was erased, and of how many the time on
-- all pages is not the duration of all visits. Reads: old.activity, old.pages, old_joins, ledger.
-- Personal: no.
with erased as (select ingest_id from ledger where erased <> ''),
touched as (
    from erased union select join_id from old_joins semi join erased using (ingest_id)
),
summed as (
    select ingest_id, sum(seconds) as seconds from old.activity group by all
    union all
    select ingest_id, -sum(seconds) from old.pages group by all
),
compared as (
    select ingest_id, sum(seconds) as seconds
    from summed anti join touched using (ingest_id) group by all
)
select count(*), count(*) filter (seconds <> 0) from compared
