-- Drops what the counts were made of. Writes: facts, origins, people, page_visitors. Personal: keys,
-- which it drops.
drop table facts;
drop table origins;
drop table people;
drop table page_visitors;
