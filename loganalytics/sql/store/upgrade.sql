-- Gives a database of an earlier loganalytics the columns that came since. None is taken away, so that
-- it can still be read by that one. Row: an ingest. Writes: db.ingests, db.v_ingests. Personal: no.
alter table db.ingests add column if not exists late bigint default 0;
alter table db.ingests add column if not exists erased varchar default '';
create or replace view db.v_ingests as select * from db.ingests order by ingest_id;
