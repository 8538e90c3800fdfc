-- Row: a bucket with hits whose day is not known yet. Reads: traffic, days. Personal: no.
select distinct bucket from traffic where not exists (from days where days.bucket = traffic.bucket)
