-- Row: the time before which is folded, and its day. Writes: border. Personal: no.
create or replace table border as select $before::bigint as before, $day::date as day
