-- Row: an ingest that stays and was joined with another that stays, but only by joins that go with
-- $ingest_ids. Reads: old_joins, going. Personal: no.
with staying as (
    select join_id, ingest_id, join_id in (from going) as goes
    from old_joins where not list_contains($ingest_ids::integer[], ingest_id)
),
parted as (
    select a.ingest_id as one, b.ingest_id as other
    from staying as a join staying as b on b.join_id = a.join_id and b.ingest_id > a.ingest_id
    group by all
    having bool_and(a.goes)
)
select distinct unnest([one, other]) as ingest_id from parted order by ingest_id
