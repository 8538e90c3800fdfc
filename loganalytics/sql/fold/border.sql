-- Row: the time before which is folded. Writes: border. Personal: no.
create or replace table border as select $before::bigint as before
