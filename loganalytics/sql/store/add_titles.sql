-- Adds the counts of an ingest, in an order that packs well. Reads: new_titles. Writes: db.titles.
-- Personal: no.
insert into db.titles by name
select $ingest_id as ingest_id, * from new_titles order by day, site, path
