-- Adds the rows of the ingests after $after up to $until once more, sorted. Row: how many.
-- Reads: db.pages. Writes: db.pages. Personal: no.
insert into db.pages by name
select * from db.pages where ingest_id > $after and ingest_id <= $until order by site, path, bucket
