-- Leaves, of the single views, the events: the others are in the steps. Row: as in parse/counts.
-- Reads: views. Writes: views. Personal: keys.
create or replace table views as select * from views where kind = 2
