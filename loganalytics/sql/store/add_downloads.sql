-- Adds the counts of an ingest, in an order that packs well. Reads: new_downloads. Writes: db.downloads.
-- Personal: no.
insert into db.downloads by name
select $ingest_id as ingest_id, * from new_downloads order by day, site, path
