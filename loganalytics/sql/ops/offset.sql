-- Says what is added to the numbers of ingests that come from another database: what merge.sql goes
-- by. Row: none. Reads: db.ingests. Writes: the variable more. Personal: no.
set variable more = (select coalesce(max(ingest_id), 0) from db.ingests)
