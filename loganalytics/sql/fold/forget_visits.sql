-- Drops what of visits and visitors nothing else takes. Writes: visits, visitor_days, origins.
-- Personal: keys, which it drops.
drop table visits;
drop table visitor_days;
drop table origins;
