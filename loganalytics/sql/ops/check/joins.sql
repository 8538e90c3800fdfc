-- Row: how many joins there are, and how many name fewer than two ingests, one twice, one that the
-- ledger lacks, not the one just before them, or have the number of an ingest. Reads: old_joins,
-- ledger. Personal: no.
with judged as (
    select join_id, count(*) as named, count(distinct j.ingest_id) as different,
        count(l.ingest_id) as known, max(j.ingest_id) as latest
    from old_joins as j left join ledger as l using (ingest_id) group by join_id
)
select count(*), count(*) filter (
    different < 2 or named <> different or known <> named or latest <> join_id - 1
    or join_id in (select ingest_id from ledger)
)
from judged
