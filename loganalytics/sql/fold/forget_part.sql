-- Drops the steps of a part of the visitors, when all that is asked of them is counted. Writes: steps.
-- Personal: what it drops.
drop table temp.steps
