-- Drops what steps of a part of the visitors were made of. Writes: neighbours, viewed. Personal: what
-- it drops.
drop table temp.neighbours;
drop table temp.viewed;
