-- Makes contents known. Writes: db.contents. Personal: no: digests of times, statuses and sizes.
insert into db.contents by name
select unnest($ingest_id) as ingest_id, unnest($bytes) as bytes, unnest($lines) as lines,
    unnest($head) as head, unnest($digest) as digest, unnest($beginnings) as beginnings
