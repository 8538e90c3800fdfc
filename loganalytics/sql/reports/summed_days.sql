-- The one row is the ingest up to which traffic and what is kept by day are summed, 0 for none.
-- reads: summed_days. yields: ingest_id.
-- personal: no.
select coalesce(max(ingest_id), 0) from summed_days
