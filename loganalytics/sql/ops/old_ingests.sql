-- Row: an ingest, in order. Reads: old.ingests. Personal: no.
select ingest_id, source, ingested, lines, pageviews, visits
from old.ingests order by ingest_id
