-- Drops what the counts were made of: the last of it, or all that a fold left which failed. Writes: facts,
-- visits, visitor_days, page_visitors, page_counts, page_people, day_views, origins, origin_values,
-- screen_values, people. Personal: keys, which it drops.
drop table if exists facts;
drop table if exists visits;
drop table if exists visitor_days;
drop table if exists page_visitors;
drop table if exists page_counts;
drop table if exists page_people;
drop table if exists day_views;
drop table if exists origins;
drop table if exists origin_values;
drop table if exists screen_values;
drop table if exists people;
