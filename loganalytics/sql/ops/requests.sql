-- Names the tables of what was asked for in a database that is open for reading.
-- Row: as in store/schema. Reads: old.errors, old.bot_pages, old.bandwidth, old.events. Writes: views
-- of the connection. Personal: no.
create or replace temp view old_errors as select * from old.errors;
create or replace temp view old_bot_pages as select * from old.bot_pages;
create or replace temp view old_bandwidth as select * from old.bandwidth;
create or replace temp view old_events as select * from old.events;
