-- Row: a bucket with hits. Reads: met. Personal: no.
select distinct bucket from met
