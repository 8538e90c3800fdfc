-- What pageviews are counted in, share by share of the visitors.
-- Row: as the statements of these names have them. Writes: page_counts, day_views. Personal: keys in
-- day_views; memory only.
create or replace table page_counts (
    bucket bigint, site_id bigint, page_id integer, pageviews bigint, visits bigint,
    entries bigint, exits bigint, bounces bigint, visitors bigint, seconds bigint);
create or replace table day_views (
    key ubigint, place_id integer, page_id integer, origin_id integer, screen_id integer,
    pixel boolean, pageviews integer, visits integer);
