-- Row: a known content: bytes, lines, head, digest, and beginnings, which a database of an earlier
-- version has not. Reads: contents. Personal: no.
select columns(lambda name: name <> 'ingest_id') from contents
