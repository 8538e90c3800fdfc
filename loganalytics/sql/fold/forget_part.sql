-- Drops the single views of a part of the visitors, when all that is asked of them is counted.
-- Writes: neighbours, viewed, steps. Personal: what it drops.
drop table temp.neighbours;
drop table temp.viewed;
drop table temp.steps;
