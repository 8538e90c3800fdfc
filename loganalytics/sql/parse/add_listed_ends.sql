-- Keeps the ends of hosts that a list has a rule for. Writes: listed_ends. Personal: no.
create or replace table listed_ends as select unnest($listed) as listed
