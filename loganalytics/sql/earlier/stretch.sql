-- Row: the stretch of time of which all known lines were read, `until` not included. Writes: stretch.
-- Personal: no.
create or replace table stretch as select $since::bigint as since, $until::bigint as until
