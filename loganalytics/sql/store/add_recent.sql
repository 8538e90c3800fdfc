-- Adds the counts of an ingest, in an order that packs well. Reads: new_recent. Writes: db.recent.
-- Personal: no.
insert into db.recent by name
select $ingest_id as ingest_id, * from new_recent order by minute, path
