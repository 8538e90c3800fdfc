-- Row: a bucket and how many hits of it that may be views are still to be folded, in order of time.
-- Reads: views. Personal: no.
select bucket_of(time, $bucket_seconds) as bucket, count(*) from views group by bucket order by bucket
