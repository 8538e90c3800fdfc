-- Drops the rows of the same ingests that were there before, numbered below $end. Row: how many.
-- Writes: db.titles. Personal: no.
delete from db.titles where ingest_id > $after and ingest_id <= $until and rowid < $end
