-- What the pairs of a slice of days are added up in, share by share of the visitors.
-- Row: as value_pair_views and page_pair_views have them, where a pair that k visitors have may have
-- lost their keys (thin_pairs); of doubts as pair_doubts has it. Writes: pair_views, doubts. Personal:
-- keys in pair_views; memory only.
create or replace temp table pair_views (
    place_id integer, nth bigint, by_nth bigint, value_id integer, by_id integer, key ubigint,
    visitors integer, pageviews integer);
create or replace temp table doubts (
    place_id integer, by_nth bigint, by_1 integer, visitors bigint);
