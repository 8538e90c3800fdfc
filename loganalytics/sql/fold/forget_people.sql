-- Drops what the counts of values and pairs were made of. Writes: day_views, page_people,
-- origin_values, screen_values, people. Personal: keys, which it drops.
drop table day_views;
drop table page_people;
drop table origin_values;
drop table screen_values;
drop table people;
