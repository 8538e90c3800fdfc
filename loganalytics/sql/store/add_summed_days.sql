-- Keeps up to which ingest traffic and what is kept by day are summed. Writes: db.summed_days.
-- Row: how many. Personal: no.
insert into db.summed_days values ($until)
