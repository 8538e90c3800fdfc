-- Notes in the ledger of which ingests counts went. Row: an ingest. Writes: db.ingests. Personal: no.
update db.ingests
set erased = case
    when $paths or erased = 'paths' then 'paths'
    else 'days'
end
where list_contains($ingest_ids, ingest_id)
