-- Stands in for the joins where a database of an earlier loganalytics has none. Row: none. Writes: a
-- view of the connection. Personal: no.
create or replace temp view old_joins as select 0 as join_id, 0 as ingest_id limit 0
