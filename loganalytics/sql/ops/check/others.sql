-- Row: how many ingests of which nothing was erased there are, and of how many downloads or bots are
-- others in the tables of these. Reads: old.downloads, old.bots, ledger. Personal: no.
with downloaded as (select ingest_id, sum(hits) as hits from old.downloads group by all),
crawled as (select ingest_id, sum(hits) as hits from old.bots group by all)
select count(*), count(*) filter (
    coalesce(d.hits, 0) <> i.download or coalesce(c.hits, 0) <> i.bot
)
from ledger as i
left join downloaded as d using (ingest_id)
left join crawled as c using (ingest_id)
where i.erased is null or i.erased = ''
