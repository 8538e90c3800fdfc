-- Adds the counts of an ingest, in an order that packs well. Reads: new_daily. Writes: db.daily.
-- Personal: no.
insert into db.daily by name
select $ingest_id as ingest_id, * from new_daily order by dimension, day, site, value
