-- Row: up to which ingest traffic and what is kept by day are summed, 0 for none.
-- Reads: db.summed_days. Personal: no.
select coalesce(max(ingest_id), 0) from db.summed_days
