-- Row: the latest ingest, and how many there are. Reads: db.ingests. Personal: no.
select coalesce(max(ingest_id), 0), count(*) from db.ingests
