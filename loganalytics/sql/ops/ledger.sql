-- Row: an ingest, the latest first, with all that is remembered of it. Reads: ingests. Personal: no.
select * from ingests order by ingest_id desc
