-- Adds how long hits took by month, of the ingests after $after up to $until. Row: how many.
-- Reads: db.response_times. Writes: db.month_response_times. Personal: no.
insert into db.month_response_times by name
select date_trunc('month', day)::date as month, site, path, duration_bucket,
    sum(hits)::bigint as hits
from db.response_times
where ingest_id > $after and ingest_id <= $until
group by all
order by month, site, path, duration_bucket
