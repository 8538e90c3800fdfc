-- Finds the ingests that stay and were joined with each other, but only by joins that go with
-- $ingest_ids. Row: two such ingests. Reads: old_joins, going. Writes: old_parted. Personal: no.
create or replace temp table old_parted as
with staying as (
    select join_id, ingest_id, join_id in (from going) as goes
    from old_joins where not list_contains($ingest_ids::integer[], ingest_id)
)
select a.ingest_id as one, b.ingest_id as other
from staying as a join staying as b on b.join_id = a.join_id and b.ingest_id > a.ingest_id
group by all
having bool_and(a.goes)
