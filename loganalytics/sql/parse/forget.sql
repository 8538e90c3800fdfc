-- Drops what is left of the last chunk. Writes: cut, hits, seen. Personal: what it drops.
drop table if exists temp.cut;
drop table if exists temp.hits;
drop table if exists temp.seen;
