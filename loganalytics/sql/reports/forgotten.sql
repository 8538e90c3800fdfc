-- Row: an ingest of which paths were forgotten and whose hits reach into [start, end), UTC; at most one.
-- Reads: ingests, also of a database that lacks the columns that came last. Personal: no.
with ledger as (
    from ingests
    union all by name
    select '' as erased where false
)
select ingest_id from ledger
where erased = 'paths' and first < $end and last >= $start
limit 1
