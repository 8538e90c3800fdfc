-- Row: the number of the next ingest. Reads: db.ingests, db.joins. Personal: no.
with used as (
    select ingest_id from db.ingests
    union all
    select join_id from db.joins
)
select coalesce(max(ingest_id), 0) + 1 from used
