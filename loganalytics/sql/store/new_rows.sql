-- Row: how many rows of those kinds that a log may bring millions of are to be added.
-- Reads: new_pages, new_daily. Personal: no.
select (select count(*) from new_pages) + (select count(*) from new_daily)
