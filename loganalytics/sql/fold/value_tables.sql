-- What the values of a slice of days are added up in, share by share of the visitors.
-- Row: as the statements values and known_values have them. Writes: value_counts, known_values.
-- Personal: keys in known_values; memory only.
create or replace temp table value_counts (
    place_id integer, name_id integer, pageviews bigint, visits bigint, visitors bigint);
create or replace temp table known_values (
    place_id integer, key ubigint, origin_id integer, screen_id integer, pageviews integer,
    source integer, channel integer, utm_campaign integer, country integer, browser integer,
    os integer, device integer, screen integer);
