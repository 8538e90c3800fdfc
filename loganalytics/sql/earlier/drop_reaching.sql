-- Leaves the visitors out of whose visit too little is known. Row: a hit. Reads: reaching.
-- Writes: earlier.views, earlier.visitor_keys. Personal: what it drops.
create or replace table earlier.views as
select v.* from earlier.views as v anti join reaching using (key);
create or replace table earlier.visitor_keys as
select v.* from earlier.visitor_keys as v anti join reaching using (key);
