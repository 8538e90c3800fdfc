-- Row: up to which ingest the rows of pages and titles are sorted and summed, 0 for none.
-- Reads: db.summed. Personal: no.
select coalesce(max(ingest_id), 0) from db.summed
