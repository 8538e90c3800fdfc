-- Drops what is left of the last chunk. Writes: cut, newcomers, pixels, fresh, plain, forms.
-- Personal: what it drops.
drop table if exists temp.cut;
drop table if exists temp.newcomers;
drop table if exists temp.pixels;
drop table if exists temp.fresh;
drop table if exists temp.plain;
drop table if exists temp.forms;
