-- Drops what the counts of pages were made of. Writes: facts, page_visitors, page_counts. Personal:
-- keys, which it drops.
drop table facts;
drop table page_visitors;
drop table page_counts;
