-- What the pairs of a slice of days are added up in, share by share of the visitors.
-- Writes: pair_views, doubts. Personal: keys; memory only.
create or replace temp table pair_views (
    place_id integer, nth bigint, by_nth bigint, value_id integer, by_id integer, key ubigint,
    visitors integer, pageviews integer);
create or replace temp table doubts (
    place_id integer, by_nth bigint, by_1 integer, visitors bigint);
