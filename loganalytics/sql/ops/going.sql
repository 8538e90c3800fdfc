-- Finds the joins that go with $ingest_ids: those that lean on one of them, and of the later joins those
-- that lean on another join that goes. Row: such a join. Reads: old_joins, old.ingests. Writes: going.
-- Personal: no.
-- A join is what its ingests come to together, less what its older ones came to before. Where these were
-- joined by one that goes, that is no longer there. It takes nothing away that is not, too, where what was
-- new came after them, so then it stays.
create or replace temp table going as
with recursive named as (
    select join_id, ingest_id, first, last from old_joins join old.ingests using (ingest_id)
),
shared as (
    select a.join_id as earlier, b.join_id as later, max(a.last) as until
    from named as a join named as b on b.ingest_id = a.ingest_id and b.join_id > a.join_id
    group by all
    having count(*) > 1
),
leaning as (
    select earlier, later
    from shared as s
    where exists (
        from named as new
        where new.join_id = s.later and new.first < s.until
            and new.ingest_id not in (
                select old.ingest_id from named as old where old.join_id = s.earlier)
    )
),
gone as (
    select distinct join_id from named where list_contains($ingest_ids::integer[], ingest_id)
    union
    select later from gone join leaning on earlier = join_id
)
select join_id from gone
