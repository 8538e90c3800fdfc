-- Adds the counts of an ingest, in an order that packs well. Reads: new_pairs. Writes: db.pairs.
-- Personal: no.
insert into db.pairs by name
select $ingest_id as ingest_id, * from new_pairs order by by_dimension, day, site, value, by_value
