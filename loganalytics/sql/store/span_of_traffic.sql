-- The one row is the first and the last bucket of hits of the ingests after $after up to $until, null
-- if they have none. Reads: db.traffic. Personal: no.
select min(bucket), max(bucket) from db.traffic where ingest_id > $after and ingest_id <= $until
