-- Of a join that goes since one of its ingests does, the visits that it took back are cut again where
-- others of its ingests stay and no join that stays holds them together: counted with those of these
-- that it joined first, in equal parts rounded up, so that they are known whichever goes next.
-- Row: an ingest. Reads: old_joins, old.activity, db.ingests. Writes: db.ingests. Personal: no.
with staying as (
    select join_id, ingest_id, list_contains(getvariable('erasure').ingest_ids, join_id) as goes,
        join_id = min(join_id) over (partition by ingest_id) as came
    from old_joins semi join db.ingests using (ingest_id)
),
parted as (
    select a.ingest_id as one, b.ingest_id as other
    from staying as a join staying as b on b.join_id = a.join_id and b.ingest_id > a.ingest_id
    group by all
    having bool_and(a.goes)
),
borders as (
    select distinct b.join_id, b.ingest_id
    from parted as p
    join staying as a on a.ingest_id = p.one
    join staying as b on b.ingest_id = p.other and b.join_id = a.join_id
    where b.came
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
