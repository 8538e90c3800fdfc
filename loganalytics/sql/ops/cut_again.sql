-- Of a join that goes since one of its ingests does, the visits that it took back are cut again, if two
-- or more of its ingests stay: counted with the latest of these. Row: an ingest. Reads: old_joins,
-- old.activity, db.ingests. Writes: db.ingests. Personal: no.
with staying as (
    select join_id, max(ingest_id) as ingest_id, count(*) as ingests
    from old_joins semi join db.ingests using (ingest_id)
    where list_contains(getvariable('erasure').ingest_ids, join_id)
    group by join_id
),
taken as (
    select s.ingest_id, -sum(a.visits) as visits
    from staying as s join old.activity as a on a.ingest_id = s.join_id
    where s.ingests > 1 group by s.ingest_id
)
update db.ingests as i
set cut_edges = i.cut_edges + greatest(t.visits, 0)
from taken as t where t.ingest_id = i.ingest_id
