-- Leaves the visitors out of whose visit too little is known. Row: a hit. Reads: reaching.
-- Writes: earlier.views, earlier.visitor_keys. Personal: what it drops.
delete from earlier.views where key in (select key from reaching);
delete from earlier.visitor_keys where key in (select key from reaching);
