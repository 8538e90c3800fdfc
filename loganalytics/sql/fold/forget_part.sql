-- Drops the steps of a part of the visitors, when all that is asked of them is counted.
-- Row: as in steps. Writes: steps. Personal: what it drops.
drop table temp.steps
