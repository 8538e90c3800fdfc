-- Makes a content known. Writes: db.contents. Personal: no: a digest of times, statuses and sizes.
insert into db.contents values ($ingest_id, $bytes, $lines, $head, $digest)
