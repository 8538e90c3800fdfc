-- Keeps which ingests the rows of a join lean on. Row: an ingest. Writes: db.joins. Personal: no.
insert into db.joins
select $join_id as join_id, unnest($ingest_id::integer[]) as ingest_id
