-- Names the table of response times in a database that is open for reading. Row: as in store/schema.
-- Reads: old.response_times. Writes: a view of the connection. Personal: no.
create or replace temp view old_response_times as select * from old.response_times;
