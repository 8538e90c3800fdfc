-- Drops what the counts were made of. Writes: facts, visits, origins, people, page_visitors,
-- visitor_days, visitor_values, day_values,
-- common_values. Personal: keys, which it drops.
drop table facts;
drop table visits;
drop table origins;
drop table people;
drop table page_visitors;
drop table visitor_days;
drop table day_values;
drop table visitor_values;
drop table common_values;
