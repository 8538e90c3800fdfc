-- Row: a bucket whose day is not known yet. Reads: hits, buckets. Personal: no.
select distinct bucket from hits
where not exists (from buckets where buckets.bucket = hits.bucket)
