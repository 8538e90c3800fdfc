-- Row: how many hits that may be views, events included, and how many events there are.
-- Reads: views. Personal: no.
select count(*), count(*) filter (kind = 2) from views
