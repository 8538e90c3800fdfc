-- Drops what the counts were made of. Writes: facts, page_visitors, day_values, common_values.
-- Personal: keys, which it drops.
drop table facts;
drop table page_visitors;
drop table day_values;
drop table common_values;
