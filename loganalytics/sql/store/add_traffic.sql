-- Adds the counts of an ingest, in an order that packs well. Reads: new_traffic. Writes: db.traffic.
-- Personal: no.
insert into db.traffic by name
select $ingest_id as ingest_id, * from new_traffic order by bucket, site, method, status
