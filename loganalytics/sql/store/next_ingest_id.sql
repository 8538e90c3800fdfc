-- Row: the number of the next ingest. Reads: db.ingests. Personal: no.
select coalesce(max(ingest_id), 0) + 1 from db.ingests
