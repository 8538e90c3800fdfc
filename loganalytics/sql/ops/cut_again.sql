-- Of a join that goes since one of its ingests does, the visits that it took back are cut again where
-- others of its ingests stay and no join that stays holds them together: counted with those of these
-- that it joined first, in equal parts rounded up, so that they are known whichever goes next.
-- Row: an ingest. Reads: old_parted, old_joins, old.activity, db.ingests. Writes: db.ingests. Personal: no.
with borders as (
    select distinct b.join_id, b.ingest_id
    from old_parted as p
    join old_joins as a on a.ingest_id = p.one
    join old_joins as b on b.ingest_id = p.other and b.join_id = a.join_id
    where b.join_id = (select min(o.join_id) from old_joins as o where o.ingest_id = b.ingest_id)
),
taken as (
    select join_id, ceil(greatest(-sum(visits), 0) / any_value(borders))::bigint as visits
    from (select join_id, count(*) as borders from borders group by join_id)
    join old.activity as a on a.ingest_id = join_id
    group by join_id
),
added as (
    select ingest_id, sum(visits)::bigint as visits from borders join taken using (join_id)
    group by ingest_id
)
update db.ingests as i
set cut_edges = i.cut_edges + a.visits
from added as a where a.ingest_id = i.ingest_id
