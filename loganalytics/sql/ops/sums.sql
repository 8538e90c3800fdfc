-- Names the sums of a database that is open for reading. Row: as in store/schema. Reads: old.summed,
-- old.month_pages, old.latest_titles. Writes: views of the connection. Personal: no.
create or replace temp view old_summed as select * from old.summed;
create or replace temp view old_month_pages as select * from old.month_pages;
create or replace temp view old_latest_titles as select * from old.latest_titles;
