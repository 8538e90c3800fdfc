-- Row: a slice of the days of sites, of $slices in all, and how many rows day_views has of it.
-- Reads: day_views. Personal: no.
select place_id % $slices as slice, count(*) from day_views group by slice
