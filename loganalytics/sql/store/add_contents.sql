-- Makes contents known. Writes: db.contents. Personal: no: digests of times, statuses and sizes.
insert into db.contents
select unnest($ingest_id), unnest($bytes), unnest($lines), unnest($head), unnest($digest)
