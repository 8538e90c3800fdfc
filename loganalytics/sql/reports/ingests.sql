-- A row is an ingest with hits in [start, end), UTC; the latest first. Of the lines that were dropped
-- before they had a time it is not known when they were written: they count with their ingest.
-- reads: ingests.
-- yields: all columns of ingests.
-- personal: no.
select * from ingests
where first < $end and last >= $start
order by ingest_id desc
