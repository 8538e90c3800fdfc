-- Row: how many ingests of which nothing was erased there are, and of how many pageviews or visits
-- are others in `activity`. Reads: by_day, ledger. Personal: no.
with summed as (
    select ingest_id, sum(pageviews) as pageviews, sum(visits) as visits from by_day group by all
)
select count(*), count(*) filter (
    coalesce(s.pageviews, 0) <> i.pageviews or coalesce(s.visits, 0) <> i.visits
)
from ledger as i left join summed as s using (ingest_id)
where i.erased is null or i.erased = ''
