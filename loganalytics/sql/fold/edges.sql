-- Row: the minutes that visits of a site began and ended in, events included. Reads: visits.
-- Writes: edges. Personal: no.
insert into edges
select site_id, start // 60, last_time // 60, count(*) from visits group by all
