-- Row: the latest ingest, and how many there are. Reads: old.ingests. Personal: no.
select coalesce(max(ingest_id), 0), count(*) from old.ingests
