-- Adds bots by month, of the ingests after $after up to $until. Row: how many.
-- Reads: db.bots. Writes: db.month_bots. Personal: no.
insert into db.month_bots by name
select date_trunc('month', day)::date as month, site, bot, kind,
    sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent, sum(visitors)::bigint as visitors
from db.bots
where ingest_id > $after and ingest_id <= $until
group by all
order by month, site, bot, kind
