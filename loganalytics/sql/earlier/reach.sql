-- Row: how many visitors may have a visit of which the beginning was not read, but are none of those with a
-- long one for all that is known, and how many both are. Reads: reaching. Personal: no.
select count(*) filter (before and not long), count(*) from reaching
