-- Adds the counts of an ingest, in an order that packs well. Reads: new_activity. Writes: db.activity.
-- Personal: no.
insert into db.activity by name
select $ingest_id as ingest_id, * from new_activity order by bucket, site
