-- Adds the counts of an ingest, in an order that packs well. Reads: new_bots. Writes: db.bots.
-- Personal: no.
insert into db.bots by name
select $ingest_id as ingest_id, * from new_bots order by day, site, bot
