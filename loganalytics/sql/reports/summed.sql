-- The one row is the ingest up to which pages are summed by month, 0 for none.
-- reads: summed. yields: ingest_id.
-- personal: no.
select coalesce(max(ingest_id), 0) from summed
