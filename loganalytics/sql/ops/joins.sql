-- Names the joins of a database that is open for reading. Row: as in store/schema. Reads: old.joins.
-- Writes: a view of the connection. Personal: no.
create or replace temp view old_joins as select * from old.joins
