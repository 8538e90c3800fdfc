-- Drops the rows of the same ingests that were there before, numbered below $end. Row: how many.
-- Writes: db.pages. Personal: no.
delete from db.pages where ingest_id > $after and ingest_id <= $until and rowid < $end
