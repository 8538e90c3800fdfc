-- Says what is added to the numbers of ingests that come from another database: what merge.sql goes
-- by. Row: none. Reads: db.ingests, db.joins. Writes: the variable more. Personal: no.
set variable more = (
    select coalesce(max(used), 0)
    from (select max(ingest_id) as used from db.ingests union all select max(join_id) from db.joins)
)
