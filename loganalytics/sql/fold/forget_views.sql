-- Drops the single views, when all that is asked of them is counted. Writes: views, neighbours,
-- viewed, steps. Personal: what it drops.
truncate views;
drop table neighbours;
drop table viewed;
drop table steps;
