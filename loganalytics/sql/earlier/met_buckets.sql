-- Row: a bucket with hits. Reads: traffic. Personal: no.
select distinct bucket from traffic
