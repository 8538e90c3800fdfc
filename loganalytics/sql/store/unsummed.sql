-- Row: an ingest after $after, how many rows of pages it has, and their first and last bucket.
-- Reads: db.pages. Personal: no.
select ingest_id, count(*), min(bucket), max(bucket)
from db.pages
where ingest_id > $after
group by ingest_id
order by ingest_id
