-- Adds the counts of an ingest, in an order that packs well. Reads: new_pages. Writes: db.pages.
-- Personal: no.
insert into db.pages by name
select $ingest_id as ingest_id, * from new_pages order by bucket, site, path
