-- Adds the rows of the ingests after $after up to $until once more, sorted. Row: how many.
-- Reads: db.titles. Writes: db.titles. Personal: no.
insert into db.titles by name
select * from db.titles where ingest_id > $after and ingest_id <= $until order by site, path, day
