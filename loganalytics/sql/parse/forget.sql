-- Drops what is left of the last chunk. Writes: cut, newcomers, pixels. Personal: what it drops.
drop table if exists temp.cut;
drop table if exists temp.newcomers;
drop table if exists temp.pixels;
