-- Keeps up to which ingest the rows of pages and titles are sorted and summed. Writes: db.summed.
-- Personal: no.
insert into db.summed values ($until)
