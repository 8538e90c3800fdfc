-- Adds what bots fetched by month, of the ingests after $after up to $until. Row: how many.
-- Reads: db.bot_pages. Writes: db.month_bot_pages. Personal: no.
insert into db.month_bot_pages by name
select date_trunc('month', day)::date as month, site, bot, path,
    sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from db.bot_pages
where ingest_id > $after and ingest_id <= $until
group by all
order by month, site, bot, path
