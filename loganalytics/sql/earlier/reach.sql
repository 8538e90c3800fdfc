-- Row: how many visitors have a visit that reaches over the beginning of the known lines, and over their
-- end. Reads: reaching. Personal: no.
select count(*) filter (before), count(*) filter (after) from reaching
