-- Row: an ingest of $ingest_id and a join that leans on it. Reads: old.joins. Personal: no.
select ingest_id, join_id from old.joins
where list_contains($ingest_id::integer[], ingest_id)
