-- Adds what all hits took by month, of the ingests after $after up to $until. Row: how many.
-- Reads: db.bandwidth. Writes: db.month_bandwidth. Personal: no.
insert into db.month_bandwidth by name
select date_trunc('month', day)::date as month, site, path,
    sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from db.bandwidth
where ingest_id > $after and ingest_id <= $until
group by all
order by month, site, path
