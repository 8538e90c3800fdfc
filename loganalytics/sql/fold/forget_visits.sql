-- Drops what of visits and visitors pages and pairs do not take. Writes: visits, origins, people,
-- visitor_days, visitor_values. Personal: keys, which it drops.
drop table visits;
drop table origins;
drop table people;
drop table visitor_days;
drop table visitor_values;
